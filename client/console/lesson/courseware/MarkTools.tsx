import {
  AimOutlined,
  ClearOutlined,
  DeleteOutlined,
  DragOutlined,
  EditOutlined,
  HighlightOutlined,
  UndoOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { markColour } from '../../../../shared/courseware.ts';
import { WHOLE_PAGE } from '../../../../shared/session/session.courseware.ts';
import type { MarkPen } from '../../../live/courseware/mark-pen.ts';
import { SCALE_MAX } from '../../../ui/courseware/geometry.ts';
import { markColours } from '../../../ui/courseware/marks-painter.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useText } from '../../text.ts';
import { type DeskTool, deskTools, useTools } from './tools.ts';
import type { Turning } from './turning.ts';

const icons: Readonly<Record<DeskTool, ReactNode>> = {
  hand: <DragOutlined />,
  pen: <EditOutlined />,
  highlighter: <HighlightOutlined />,
  pointer: <AimOutlined />,
  eraser: <ClearOutlined />,
};

type Props = { readonly pen: MarkPen; readonly turning: Turning };

/** What lies beside the page: tools, colours by their names, undo, clear, and how large the page is seen. */
export function MarkTools({ pen, turning }: Props) {
  const t = useText();
  const tools = useTools();
  const acts = useReadable(pen.acts);
  const { zoom, zoomTo } = turning;
  const coloured = tools.tool === 'pen' || tools.tool === 'highlighter' ? tools.tool : null;
  return (
    <div className="mark-tools" role="toolbar" aria-label={t('courseware.tools')}>
      {deskTools.map((tool) => (
        <Button
          key={tool}
          icon={icons[tool]}
          aria-pressed={tools.tool === tool}
          className={tools.tool === tool ? 'mark-tool mark-tool-held' : 'mark-tool'}
          onClick={() => tools.choose(tool)}
        >
          {t(`courseware.tool.${tool}`)}
        </Button>
      ))}
      {coloured !== null && (
        <fieldset className="mark-colours" aria-label={t('courseware.colours')}>
          {markColour.options.map((colour) => (
            <Button
              key={colour}
              aria-pressed={tools[coloured] === colour}
              className={
                tools[coloured] === colour ? 'mark-tool mark-colour mark-tool-held' : 'mark-tool mark-colour'
              }
              onClick={() => tools.colour(colour)}
            >
              {t(`courseware.colour.${colour}`)}
              <i aria-hidden="true" style={{ background: markColours[colour] }} />
            </Button>
          ))}
        </fieldset>
      )}
      <Button icon={<UndoOutlined />} disabled={acts.length === 0} onClick={() => pen.undo()}>
        {t('courseware.undo')}
      </Button>
      <Button icon={<DeleteOutlined />} onClick={() => pen.clear()}>
        {t('courseware.clear')}
      </Button>
      <Button
        icon={<ZoomOutOutlined />}
        aria-label={t('courseware.zoomOut')}
        disabled={zoom.scale <= 1}
        onClick={() => zoomTo(zoom.scale / 1.5 <= 1 ? WHOLE_PAGE : { ...zoom, scale: zoom.scale / 1.5 })}
      />
      <Button
        icon={<ZoomInOutlined />}
        aria-label={t('courseware.zoomIn')}
        disabled={zoom.scale >= SCALE_MAX}
        onClick={() => zoomTo({ ...zoom, scale: Math.min(SCALE_MAX, zoom.scale * 1.5) })}
      />
      {zoom.scale > 1 && <Button onClick={() => zoomTo(WHOLE_PAGE)}>{t('courseware.whole')}</Button>}
    </div>
  );
}
