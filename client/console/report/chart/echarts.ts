import { GraphChart, LineChart, MapChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, registerMap, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Only what our charts draw with, and as SVG: it prints sharp.
use([
  GraphChart,
  GridComponent,
  LineChart,
  MapChart,
  MarkLineComponent,
  SVGRenderer,
  TooltipComponent,
  VisualMapComponent,
]);

export { init, registerMap };
