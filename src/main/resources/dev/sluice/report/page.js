(function () {
  'use strict';
  var groups = JSON.parse(document.getElementById('map-data').textContent);
  var element = document.getElementById('chart');
  var legend = document.getElementById('legend');
  var SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'];
  var PATHS = {
    circle: '<circle cx="6" cy="6" r="5"/>',
    triangle: '<path d="M6 1 11.5 11H.5z"/>',
    rect: '<rect x="1" y="1" width="10" height="10"/>',
    diamond: '<path d="M6 0 12 6 6 12 0 6z"/>'
  };
  var hidden = {};
  var chart = null;

  function variable(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }
  function colourOf(group) {
    return variable(group.colour < 0 ? '--none' : '--s' + (group.colour % 10));
  }
  function symbolOf(group) {
    return SYMBOLS[group.colour < 0 ? 0 : group.colour % 4];
  }
  function escape(text) {
    var span = document.createElement('span');
    span.textContent = text;
    return span.innerHTML;
  }
  function axis() {
    return {
      type: 'value', scale: true, axisLabel: { show: false }, axisTick: { show: false },
      axisLine: { show: false }, splitLine: { lineStyle: { color: variable('--line') } }
    };
  }
  function draw() {
    var total = groups.reduce(function (sum, group) { return sum + group.points.length; }, 0);
    var size = total > 1500 ? 5 : total > 300 ? 7 : 11;
    var still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.setOption({
      animation: !still, animationDuration: 300,
      grid: { left: 16, right: 16, top: 16, bottom: 16 },
      xAxis: axis(), yAxis: axis(),
      tooltip: {
        backgroundColor: variable('--surface'), borderColor: variable('--line-strong'),
        textStyle: { color: variable('--text'), fontSize: 13 }, confine: true,
        formatter: function (point) {
          var cluster = point.value[3] === point.seriesName ? '' : '<br>' + escape(point.value[3]);
          return '<b>' + escape(point.seriesName) + '</b><br>' + escape(point.value[2]) + cluster;
        }
      },
      series: groups.filter(function (group) { return !hidden[group.name]; }).map(function (group) {
        return {
          type: 'scatter', name: group.name, data: group.points, symbol: symbolOf(group),
          symbolSize: size,
          itemStyle: {
            color: colourOf(group), opacity: group.colour < 0 ? 0.55 : 0.82,
            borderColor: variable('--surface'), borderWidth: size > 6 ? 1 : 0
          },
          emphasis: { scale: 1.5 }
        };
      })
    }, { notMerge: true });
  }
  function paintLegend() {
    Array.prototype.forEach.call(legend.querySelectorAll('svg'), function (svg, i) {
      svg.setAttribute('fill', colourOf(groups[i]));
    });
  }
  function makeLegend() {
    groups.forEach(function (group) {
      var button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      button.innerHTML = '<svg viewBox="0 0 12 12" aria-hidden="true">' + PATHS[symbolOf(group)] + '</svg>';
      button.appendChild(document.createTextNode(group.name + ' (' + group.points.length + ')'));
      button.addEventListener('click', function () {
        hidden[group.name] = !hidden[group.name];
        button.setAttribute('aria-pressed', String(!hidden[group.name]));
        draw();
      });
      legend.appendChild(button);
    });
  }
  chart = echarts.init(element, null, { renderer: 'canvas' });
  makeLegend();
  paintLegend();
  draw();
  addEventListener('resize', function () { chart.resize(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
    paintLegend();
    draw();
  });
})();
