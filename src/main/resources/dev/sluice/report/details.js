// Where an item, its label and its place come from, beside the map.
sluice.details = (data, i, id) => {
  const { make } = sluice;
  const panel = document.getElementById('details');
  const rows = make('dl', null);
  const say = (name, ...what) => rows.append(make('div', null, make('dt', null, name), make('dd', null, ...what)));
  const name = (names, number) => (number < 0 ? null : names[number]);
  const hundredths = value => (value / 100).toFixed(2);

  const label = name(data.labels, data.label[i]);
  const source = name(data.sources, data.source[i]);
  const verdict = name(data.verdicts, data.verdict[i]);
  const cluster = data.clusters[data.cluster[i]];
  const href = data.hrefs[data.video[i]];
  const span = data.start[i] + '–' + data.end[i] + ' s';
  const from = { model: 'from the model', review: 'by a person', none: '' }[source] || '';

  say('Label', make('b', null, label || 'unnamed'), from ? ' ' + from : '');
  if (verdict) {
    say('Verdict', verdict, data.reason[i] < 0 ? '' : ': ' + data.reasons[data.reason[i]]);
    say('Confidence', hundredths(data.confidence[i]));
    say('Split', name(data.splits, data.split[i]) || '–');
  }
  say('Cluster', make('a', { href: '#cluster-' + data.cluster[i] }, '#' + data.cluster[i] + ' ' + cluster.name),
    data.outliers.includes(i) ? ' · outlier' : '');
  say('Votes', cluster.votes);
  if (data.answers[i]) {
    say('Its own answer', data.answers[i]);
  }
  if (cluster.evidence.length) {
    say('Evidence', ...cluster.evidence.map(text => make('q', null, text)));
  }
  if (data.trust[i] >= 0) {
    say('Map here', 'trustworthiness ' + hundredths(data.trust[i]));
  }
  const video = data.videos[data.video[i]];
  say('Video', href ? make('a', { href: href + '#t=' + data.start[i] + ',' + data.end[i] }, video) : video, ' ' + span);

  const decide = make('div', {
    class: 'decide', 'data-kind': 'video', 'data-key': id, 'data-label': label || '', 'data-what': id
  });
  panel.replaceChildren(
    make('h3', { id: 'details-name' }, id),
    href ? sluice.player(href + '#t=' + data.start[i] + ',' + data.end[i], 'Play ' + id + ', ' + span, 'metadata') : '',
    rows, decide);
  panel.dataset.item = id;
  sluice.reviews.offer(decide);
};
