(() => {
  const holder = document.getElementById('map-data');
  if (!holder) {
    return;
  }
  const element = document.getElementById('chart');
  const legend = document.getElementById('legend');
  const by = document.getElementById('map-by');
  const only = document.getElementById('map-only');
  const find = document.getElementById('map-find');
  const found = document.getElementById('map-found');
  const marks = document.getElementById('map-outliers');
  const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'];
  const PATHS = {
    circle: '<circle cx="6" cy="6" r="5"/>',
    triangle: '<path d="M6 1 11.5 11H.5z"/>',
    rect: '<rect x="1" y="1" width="10" height="10"/>',
    diamond: '<path d="M6 0 12 6 6 12 0 6z"/>'
  };
  // Above this, points are drawn as one shape and not one by one.
  const MANY = 3000;
  const FOUND = 30;
  const hidden = new Set();
  let data = null;
  let chart = null;
  let groups = [];
  let shown = [];
  let selected = -1;

  const itemId = i => {
    const rest = data.id[i];
    return rest.startsWith(' ') ? rest.slice(1) : data.videos[data.video[i]] + rest;
  };
  const colourOf = group => sluice.colour(group.colour < 0 ? '--none' : '--s' + (group.colour % 10));
  const symbolOf = group => SYMBOLS[group.colour < 0 ? 0 : group.colour % 4];

  // How a choice of colours names the group of an item.
  const CHOICES = {
    label: { number: i => data.label[i], name: n => data.labels[n], none: 'unnamed' },
    cluster: { number: i => data.cluster[i], name: n => '#' + n + ' ' + data.clusters[n].name, none: 'none' },
    verdict: { number: i => data.verdict[i], name: n => data.verdicts[n], none: 'not curated' },
    split: { number: i => data.split[i], name: n => data.splits[n], none: 'no split' },
    trust: {
      number: i => (data.trust[i] < 0 ? -1 : data.trust[i] >= 90 ? 0 : data.trust[i] >= 70 ? 1 : 2),
      name: n => ['0.9 and more', '0.7 to 0.9', 'less than 0.7'][n], none: 'not measured'
    }
  };

  function grouped() {
    const choice = CHOICES[by.value];
    const members = new Map();
    const label = only.value === '' ? null : Number(only.value);
    for (let i = 0; i < data.x.length; i++) {
      if (label !== null && data.label[i] !== label) {
        continue;
      }
      const number = choice.number(i);
      if (!members.has(number)) {
        members.set(number, []);
      }
      members.get(number).push(i);
    }
    const numbers = [...members.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b);
    return numbers.map(number => ({
      name: number < 0 ? choice.none : choice.name(number), colour: number, items: members.get(number)
    }));
  }

  function places(items) {
    const flat = new Float32Array(2 * items.length);
    items.forEach((i, at) => {
      flat[2 * at] = data.x[i];
      flat[2 * at + 1] = data.y[i];
    });
    return flat;
  }

  function series() {
    shown = groups.filter(group => !hidden.has(group.name));
    const total = shown.reduce((sum, group) => sum + group.items.length, 0);
    const size = total > 50000 ? 3 : total > 1500 ? 5 : total > 300 ? 7 : 11;
    const drawn = shown.map(group => ({
      type: 'scatter', name: group.name, dimensions: ['x', 'y'], data: places(group.items), symbol: symbolOf(group),
      symbolSize: size, large: total > MANY, largeThreshold: 0, progressive: 20000, cursor: 'pointer',
      itemStyle: {
        color: colourOf(group), opacity: total > MANY ? 0.6 : group.colour < 0 ? 0.55 : 0.82,
        borderColor: sluice.colour('--surface'), borderWidth: size > 6 ? 1 : 0
      },
      emphasis: { scale: 1.5 }
    }));
    const ring = (name, items, width, more) => ({
      type: 'scatter', name, dimensions: ['x', 'y'], data: places(items), symbolSize: size + more, silent: true, z: 4,
      itemStyle: { color: 'transparent', borderColor: sluice.colour('--text'), borderWidth: width, opacity: 0.9 }
    });
    const visible = new Set();
    if (marks.checked) {
      const outliers = new Set(data.outliers);
      shown.forEach(group => group.items.forEach(i => outliers.has(i) && visible.add(i)));
    }
    drawn.push(ring('outliers', [...visible], 1.2, 5));
    drawn.push(ring('selected', selected < 0 ? [] : [selected], 3, 12));
    return drawn;
  }

  function axis() {
    return {
      type: 'value', scale: true, boundaryGap: ['3%', '3%'], axisLabel: { show: false }, axisTick: { show: false },
      axisLine: { show: false }, splitLine: { lineStyle: { color: sluice.colour('--line') } }
    };
  }

  function frame() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches || data.x.length > MANY;
    return {
      animation: !still, animationDuration: 300,
      grid: { left: 16, right: 16, top: 16, bottom: 16 },
      xAxis: axis(), yAxis: axis(),
      dataZoom: [
        { type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: 'ctrl', filterMode: 'none' },
        { type: 'inside', yAxisIndex: 0, zoomOnMouseWheel: 'ctrl', filterMode: 'none' }
      ],
      tooltip: {
        backgroundColor: sluice.colour('--surface'), borderColor: sluice.colour('--line-strong'),
        textStyle: { color: sluice.colour('--text'), fontSize: 13 }, confine: true,
        formatter: point => {
          const group = shown[point.seriesIndex];
          if (!group) {
            return '';
          }
          const i = group.items[point.dataIndex];
          const lines = [group.name, itemId(i), data.clusters[data.cluster[i]].name];
          return lines.filter((line, at) => lines.indexOf(line) === at).map(echarts.format.encodeHTML).join('<br>');
        }
      }
    };
  }

  function redraw() {
    chart.setOption({ series: series() }, { replaceMerge: ['series'] });
  }

  function paintLegend() {
    legend.replaceChildren(...groups.map(group => {
      const button = sluice.make('button', { type: 'button', 'aria-pressed': String(!hidden.has(group.name)) });
      button.innerHTML = '<svg viewBox="0 0 12 12" aria-hidden="true">' + PATHS[symbolOf(group)] + '</svg>';
      button.firstChild.setAttribute('fill', colourOf(group));
      button.append(group.name + ' (' + group.items.length.toLocaleString('en') + ')');
      button.addEventListener('click', () => {
        if (!hidden.delete(group.name)) {
          hidden.add(group.name);
        }
        button.setAttribute('aria-pressed', String(!hidden.has(group.name)));
        redraw();
      });
      return button;
    }));
  }

  function regroup() {
    hidden.clear();
    groups = grouped();
    paintLegend();
    redraw();
  }

  function select(i) {
    selected = i;
    sluice.details(data, i, itemId(i));
    redraw();
  }

  // Steps through what is drawn, group by group.
  function step(by) {
    const order = shown.flatMap(group => group.items);
    if (order.length) {
      const at = order.indexOf(selected);
      select(order[at < 0 ? 0 : (at + by + order.length) % order.length]);
    }
  }

  function zoom(factor) {
    const batch = chart.getOption().dataZoom.map((window, dataZoomIndex) => {
      const middle = (window.start + window.end) / 2;
      const half = Math.min(50, (window.end - window.start) * factor / 2);
      const start = Math.min(Math.max(0, middle - half), 100 - 2 * half);
      return { dataZoomIndex, start, end: start + 2 * half };
    });
    chart.dispatchAction({ type: 'dataZoom', batch });
  }

  function search() {
    const wanted = find.value.trim().toLowerCase();
    const hits = [];
    for (let i = 0; wanted && i < data.x.length && hits.length < FOUND; i++) {
      if (itemId(i).toLowerCase().includes(wanted)) {
        hits.push(i);
      }
    }
    found.replaceChildren(...hits.map(i => {
      const button = sluice.make('button', { type: 'button' }, itemId(i));
      button.addEventListener('click', () => select(i));
      return sluice.make('li', null, button);
    }));
    found.hidden = hits.length === 0;
    document.getElementById('map-count').textContent =
      !wanted ? '' : hits.length === FOUND ? 'the first ' + FOUND : hits.length + ' found';
    return hits;
  }

  function start(unpacked) {
    data = unpacked;
    if (data.trust.some(value => value >= 0)) {
      by.append(sluice.make('option', { value: 'trust' }, 'trustworthiness'));
    }
    const used = new Set(data.label);
    data.labels.forEach((label, n) => used.has(n) && only.append(sluice.make('option', { value: n }, label)));
    if (used.has(-1)) {
      only.append(sluice.make('option', { value: -1 }, 'unnamed'));
    }
    chart = echarts.init(element, null, { renderer: 'canvas' });
    chart.setOption(frame());
    regroup();
    chart.on('click', event => shown[event.seriesIndex] && select(shown[event.seriesIndex].items[event.dataIndex]));
    by.addEventListener('change', regroup);
    only.addEventListener('change', regroup);
    marks.addEventListener('change', redraw);
    find.addEventListener('input', search);
    find.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        search().slice(0, 1).forEach(select);
      }
    });
    document.querySelectorAll('[data-zoom]').forEach(button =>
      button.addEventListener('click', () => zoom(Number(button.dataset.zoom))));
    element.addEventListener('keydown', event => {
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      if (steps[event.key]) {
        event.preventDefault();
        step(steps[event.key]);
      }
    });
    addEventListener('resize', () => chart.resize());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      chart.setOption(frame());
      paintLegend();
      redraw();
    });
    document.getElementById('map-tools').hidden = false;
    sluice.map = { select, chart, place: i => chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [data.x[i], data.y[i]]) };
    document.documentElement.dataset.map = 'ready';
  }

  sluice.unpack(holder.textContent).then(start).catch(() => {
    element.replaceChildren(sluice.make('p', { class: 'empty' }, 'The map needs a newer browser; the table below says the same in numbers.'));
  });
})();
