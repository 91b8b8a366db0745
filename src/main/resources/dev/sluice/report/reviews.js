// A person's decisions: collected here, kept by the browser, taken along as the file that curate reads.
sluice.reviews = (() => {
  const { make } = sluice;
  const COLUMNS = ['kind', 'key', 'label', 'exclude', 'reviewer', 'reason', 'at'];
  const STORE = 'sluice reviews ' + location.pathname;
  const bar = document.getElementById('decided');
  let kept = { reviewer: '', decisions: {} };

  // A browser may forbid pages from disk to keep anything; then decisions last as long as the page.
  try {
    kept = JSON.parse(localStorage.getItem(STORE)) || kept;
  } catch (e) { /* nothing kept */ }
  const keep = () => {
    try {
      localStorage.setItem(STORE, JSON.stringify(kept));
    } catch (e) { /* not kept */ }
  };

  // A spreadsheet would run a name like =cmd() as a formula; whoever reads the file takes the quote off again.
  const inert = text => (/^'*[=+\-@\t\r]/.test(text) ? "'" + text : text);
  const field = text => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);

  function csv(decisions, reviewer) {
    const rows = decisions.map(d => ({
      ...d, reviewer: d.reviewer || reviewer, label: d.exclude ? '' : d.label, exclude: String(Boolean(d.exclude))
    }));
    return [COLUMNS, ...rows.map(row => COLUMNS.map(column => row[column] || ''))]
      .map(row => row.map(inert).map(field).join(',') + '\n').join('');
  }

  const nameOf = holder => holder.dataset.kind + ' ' + holder.dataset.key;

  function show(holder) {
    const decision = kept.decisions[nameOf(holder)];
    const state = holder.querySelector('output');
    state.textContent = !decision ? '' : decision.exclude ? 'Decided: left out' : 'Decided: ' + decision.label;
    state.className = decision ? 'chip person' : '';
    holder.querySelector('[data-undo]').hidden = !decision;
  }

  function showAll() {
    document.querySelectorAll('.decide[data-offered]').forEach(show);
    if (bar) {
      const count = Object.keys(kept.decisions).length;
      bar.hidden = count === 0;
      document.getElementById('decided-count').textContent = count + (count === 1 ? ' decision' : ' decisions');
      document.getElementById('decided-get').disabled = !kept.reviewer.trim();
    }
  }

  function decide(holder, what) {
    const reason = holder.querySelector('[data-reason]').value.trim();
    kept.decisions[nameOf(holder)] = {
      kind: holder.dataset.kind, key: holder.dataset.key, reason, at: new Date().toISOString(),
      reviewer: kept.reviewer.trim(), ...what
    };
    keep();
    showAll();
  }

  // Fills an element that names an item or a cluster with what decides about it.
  function offer(holder) {
    const what = holder.dataset.what;
    const label = make('input', {
      type: 'text', list: 'known-labels', placeholder: 'label', 'aria-label': 'Label of ' + what, 'data-new': true
    });
    const reason = make('input', { type: 'text', placeholder: 'why (optional)', 'aria-label': 'Reason for ' + what, 'data-reason': true });
    const button = (text, act, attributes) => {
      const made = make('button', { type: 'button', ...attributes }, text);
      made.addEventListener('click', act);
      return made;
    };
    const set = () => (label.value.trim() ? decide(holder, { label: label.value.trim(), exclude: false }) : label.focus());
    label.addEventListener('keydown', event => event.key === 'Enter' && set());
    holder.replaceChildren(...[
      holder.dataset.label
        ? button('Confirm ' + holder.dataset.label, () => decide(holder, { label: holder.dataset.label, exclude: false }), { 'data-confirm': true })
        : '',
      make('span', { class: 'pair' }, label, button('Set label', set, { 'data-set': true })),
      reason,
      button('Leave out', () => decide(holder, { label: '', exclude: true }), { 'data-exclude': true }),
      make('output', null),
      button('Undo', () => {
        delete kept.decisions[nameOf(holder)];
        keep();
        showAll();
      }, { 'data-undo': true, hidden: true })
    ].filter(part => part !== ''));
    holder.dataset.offered = 'yes';
    show(holder);
  }

  // A decision that was taken along keeps its reviewer: curate refuses one that changes.
  function download() {
    Object.values(kept.decisions).forEach(d => { d.reviewer = d.reviewer || kept.reviewer.trim(); });
    keep();
    const text = csv(Object.values(kept.decisions), kept.reviewer.trim());
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    make('a', { href: url, download: 'reviews.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  document.querySelectorAll('.decide').forEach(offer);
  if (bar) {
    const reviewer = document.getElementById('decided-by');
    reviewer.value = kept.reviewer;
    reviewer.addEventListener('input', () => {
      kept.reviewer = reviewer.value;
      keep();
      showAll();
    });
    document.getElementById('decided-get').addEventListener('click', download);
    document.getElementById('decided-clear').addEventListener('click', () => {
      if (confirm('Forget all decisions that were made on this page?')) {
        kept.decisions = {};
        keep();
        showAll();
      }
    });
    showAll();
  }
  return { csv, offer };
})();
