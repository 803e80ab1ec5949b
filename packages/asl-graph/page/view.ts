/** How a picture can be moved and scaled in its frame. */
export interface View {
  zoom(factor: number): void
  fit(): void
  /** Brings an element into the middle. */
  center(element: Element): void
}

const [smallest, largest] = [0.02, 6]

/** Pan by dragging and scrolling, zoom by pinching and Ctrl with the wheel. */
export function viewOf(frame: HTMLElement, picture: SVGSVGElement): View {
  const { width, height } = picture.viewBox.baseVal
  let [x, y, scale] = [0, 0, 1]
  const fingers = new Map<number, PointerEvent>()
  /** Whether the pointer went far enough to be no click. */
  let moved = 0

  const show = (): void => {
    picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
  }
  const zoomAt = (factor: number, clientX: number, clientY: number): void => {
    const box = frame.getBoundingClientRect()
    const wanted = Math.min(largest, Math.max(smallest, scale * factor))
    const [px, py] = [clientX - box.left, clientY - box.top]
    x = px - ((px - x) * wanted) / scale
    y = py - ((py - y) * wanted) / scale
    scale = wanted
    show()
  }
  const middle = (): [number, number] => {
    const box = frame.getBoundingClientRect()
    return [box.left + box.width / 2, box.top + box.height / 2]
  }
  const glide = (change: () => void): void => {
    frame.classList.add('gliding')
    change()
    setTimeout(() => frame.classList.remove('gliding'), 250)
  }

  frame.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    fingers.set(event.pointerId, event)
    moved = 0
  })
  addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId)
    if (!last) return
    const [other] = [...fingers.values()].filter(({ pointerId }) => pointerId !== event.pointerId)
    if (other) {
      const distance = (a: PointerEvent): number => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY)
      if (distance(last) > 0) zoomAt(distance(event) / distance(last), other.clientX, other.clientY)
    } else {
      x += event.clientX - last.clientX
      y += event.clientY - last.clientY
      show()
    }
    moved += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY)
    if (moved > 4) frame.classList.add('dragging')
    fingers.set(event.pointerId, event)
  })
  const lift = (event: PointerEvent): void => {
    fingers.delete(event.pointerId)
    if (fingers.size === 0) frame.classList.remove('dragging')
  }
  addEventListener('pointerup', lift)
  addEventListener('pointercancel', lift)
  // A drag that ends on a state is no click on it.
  frame.addEventListener('click', (event) => moved > 4 && event.stopPropagation(), true)
  frame.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      if (event.ctrlKey || event.metaKey) return zoomAt(Math.exp(-event.deltaY / 200), event.clientX, event.clientY)
      x -= event.shiftKey ? event.deltaY : event.deltaX
      y -= event.shiftKey ? 0 : event.deltaY
      show()
    },
    { passive: false },
  )

  return {
    zoom: (factor) => glide(() => zoomAt(factor, ...middle())),
    fit() {
      const box = frame.getBoundingClientRect()
      const whole = Math.min(box.width / width, box.height / height, 1)
      // A tall picture starts at its top, at a size that can be read.
      scale = Math.max(whole, Math.min(1, box.width / width, 0.6))
      x = Math.max(0, (box.width - width * scale) / 2)
      if (width * scale > box.width) x = (box.width - width * scale) / 2
      y = Math.max(0, (box.height - height * scale) / 2)
      show()
    },
    center(element) {
      const box = element.getBoundingClientRect()
      const [cx, cy] = middle()
      glide(() => {
        if (scale < 0.5) zoomAt(0.8 / scale, box.left + box.width / 2, box.top + box.height / 2)
        const now = element.getBoundingClientRect()
        x += cx - (now.left + now.width / 2)
        y += cy - (now.top + Math.min(now.height, 2 * (cy - frame.getBoundingClientRect().top)) / 2)
        show()
      })
    },
  }
}
