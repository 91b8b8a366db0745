'use strict';
// What the parts of the page share: making elements, playing videos, unpacking data.
const sluice = {};

sluice.colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

sluice.make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
};

sluice.player = (href, label, preload) => {
  const video = sluice.make('video', {
    src: href, controls: true, preload: preload || 'none', playsinline: true, 'aria-label': label
  });
  video.addEventListener('error', () => {
    video.replaceWith(sluice.make('p', { class: 'noplay', role: 'status' }, 'This video cannot be opened from here.'));
  });
  return video;
};

sluice.unpack = async text => {
  const bytes = Uint8Array.from(atob(text.trim()), letter => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(plain).text());
};

// Without this script these links open the video by themselves.
document.addEventListener('click', event => {
  const link = event.target.closest('a[data-play]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  const video = sluice.player(link.getAttribute('href'), link.dataset.play);
  const row = link.closest('[data-clips]');
  if (row) {
    row.querySelectorAll('a[data-play]').forEach(other => other.removeAttribute('aria-current'));
    link.setAttribute('aria-current', 'true');
    row.querySelector('.player').replaceChildren(video);
  } else {
    link.hidden = true;
    link.after(video);
  }
  video.focus();
  video.play().catch(() => {});
});
