"""The product's own icons: strokes on a 24 x 24 grid, drawn for one line of text."""

from __future__ import annotations

ICONS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.9-4.9"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4'
    'M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    "system": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17M12 6.5h4.5M12 9.5h7.5M12 12.5h8.5M12 15.5h7M12 18.5h4"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6"/>',
    "people": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.8-3.7 3.3-5.5 6.5-5.500s5.7 1.8 6.5 5.500M15.5 5.300a3.5 3.5 0 0 1 0 6.400M18 14.900c1.8.9 3 2.6 3.5 5.1"/>',
    "organisation": '<path d="M4 21V5.500L13 3v18M13 9l7 2v10M2.5 21h19M7.5 8.500h2M7.5 12.500h2M7.5 16.500h2M16.5 14v.01M16.5 17.500v.01"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 2.500V7M16 2.500V7"/>',
    "list": '<path d="M8.5 6h12M8.5 12h12M8.5 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
    "timeline": '<path d="M3 4v16M7 7h9M10 12h11M7 17h6"/>',
    "overlap": '<circle cx="9" cy="12" r="6"/><circle cx="15" cy="12" r="6"/>',
    "network": '<circle cx="12" cy="5" r="2.5"/><circle cx="5" cy="18.5" r="2.5"/><circle cx="19" cy="18.5" r="2.5"/><path d="M10.9 7.3 6.2 16.200M13.1 7.300l4.7 8.900M7.5 18.500h9"/>',
    "figure": '<path d="M4 20V10M10 20V4M16 20v-7M21.5 20H2.5"/>',
    "pin": '<path d="M12 21.500s7-6.3 7-11.500a7 7 0 1 0-14 0c0 5.2 7 11.5 7 11.500z"/><circle cx="12" cy="10" r="2.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "edit": '<path d="m4 20 .8-4.200L16.5 4.100a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.400L8.2 19.200zM14.5 6.500l3 3"/>',
    "download": '<path d="M12 3.500v11.500M7 10.500l5 5 5-5M4 20.500h16"/>',
    "upload": '<path d="M12 15.500V4M7 8.500l5-5 5 5M4 20.500h16"/>',
    "print": '<path d="M7 8V3.500h10V8M7 17H4.500A1.5 1.5 0 0 1 3 15.500v-6A1.5 1.5 0 0 1 4.5 8h15A1.5 1.5 0 0 1 21 9.500v6a1.5 1.5 0 0 1-1.5 1.500H17M7 14h10v6.500H7z"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v5a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 19V7.500A1.5 1.5 0 0 1 5 6h5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.700L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.700L12 17"/>',
    "warning": '<path d="M12 3.5 2.5 20h19zM12 10v4.500M12 17.300v.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.700v.01"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "undo": '<path d="M8 5 3.5 9.5 8 14M4 9.500h10.500a5.5 5.5 0 0 1 0 11H9"/>',
    "history": '<path d="M4 12a8.5 8.5 0 1 1 2.5 6M4 20v-4.500h4.500M12 7.500V12l3 2"/>',
    "left": '<path d="m14.5 5-7 7 7 7"/>',
    "right": '<path d="m9.5 5 7 7-7 7"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.500L20.5 7"/>',
    "phone": '<path d="M5 3.500h3.500l2 5-2.5 1.800a12 12 0 0 0 5.7 5.700l1.8-2.5 5 2V19a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 3 5.7 2 2 0 0 1 5 3.500z"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.500V7.500a4 4 0 0 1 8 0v3"/>',
    "euro": '<path d="M18 5.500A7.5 7.5 0 0 0 6.5 12 7.5 7.5 0 0 0 18 18.500M4 10h9M4 14h9"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "bin": '<path d="M4 6.500h16M9.5 6.500V4h5v2.500M6 6.500l1 14h10l1-14M10 10.500v6M14 10.500v6"/>',
    "filter": '<path d="M3.5 5h17l-6.5 8v6l-4 2v-8z"/>',
    "map": '<path d="M3.5 6.5 9 4l6 2.500L20.5 4v13.500L15 20l-6-2.500L3.5 20zM9 4v13.500M15 6.500V20"/>',
    "key": '<circle cx="8" cy="15" r="4.5"/><path d="m11.5 11.5 8-8M16 7l3 3"/>',
}  # fmt: skip


def icon_svg(name: str) -> str:
    """The icon as inline SVG, hidden from screen readers: the words beside it say what it means."""
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
