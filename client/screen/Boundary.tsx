import { Component, type ReactNode } from 'react';

type BoundaryProps = { readonly onBroken: (cause: unknown) => void; readonly children: ReactNode };

/** Says when drawing has failed for good: nobody stands by to load the page. */
export class Boundary extends Component<BoundaryProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(cause: unknown) {
    this.props.onBroken(cause);
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}
