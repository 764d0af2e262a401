/** Beside its button, not at the end of the page: inside the same landmark for who listens to the page. */
export const besideTrigger = (trigger: HTMLElement): HTMLElement => trigger.parentElement ?? document.body;
