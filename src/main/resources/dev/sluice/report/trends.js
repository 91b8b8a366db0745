// Items per hour of footage, day by day.
(() => {
  const holder = document.getElementById('trend-data');
  if (!holder) {
    return;
  }
  const element = document.getElementById('trend-chart');
  const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'];

  function options(data) {
    const quiet = { color: sluice.colour('--soft'), fontSize: 12 };
    const line = { lineStyle: { color: sluice.colour('--line') } };
    return {
      animation: false,
      grid: { left: 8, right: 40, top: 40, bottom: 8, containLabel: true },
      legend: { type: 'scroll', top: 4, textStyle: { color: sluice.colour('--text') } },
      xAxis: { type: 'category', data: data.days, boundaryGap: false, axisLabel: { ...quiet, hideOverlap: true }, axisLine: line },
      yAxis: { type: 'value', min: 0, axisLabel: quiet, splitLine: line },
      tooltip: {
        trigger: 'axis', confine: true, order: 'valueDesc', renderMode: 'richText',
        backgroundColor: sluice.colour('--surface'), borderColor: sluice.colour('--line-strong'),
        textStyle: { color: sluice.colour('--text'), fontSize: 13 },
        valueFormatter: value => (value === undefined || value === null ? 'no footage' : value + ' an hour')
      },
      series: data.lines.map(of => ({
        type: 'line', name: of.label, data: of.rates, symbol: SYMBOLS[of.colour % 4], symbolSize: 6,
        showSymbol: data.days.length < 60, lineStyle: { width: 2 },
        color: sluice.colour(of.colour < 0 ? '--none' : '--s' + (of.colour % 10))
      }))
    };
  }

  sluice.unpack(holder.textContent).then(data => {
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    chart.setOption(options(data));
    addEventListener('resize', () => chart.resize());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.setOption(options(data)));
    document.documentElement.dataset.trends = 'ready';
  }).catch(() => element.remove());
})();
