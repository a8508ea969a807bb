import JeoulReporting

/// A chart as shapes at places: what tests look at, and what becomes SVG.
struct Drawing: Sendable, Equatable {
    /// A point.
    struct Point: Sendable, Equatable {
        var x: Double
        var y: Double
    }

    /// A rectangle.
    struct Box: Sendable, Equatable {
        var x: Double
        var y: Double
        var width: Double
        var height: Double

        func intersects(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
        }
    }

    /// At which end of a text its place is.
    enum Anchor: String, Sendable {
        case start, middle, end
    }

    /// What a shape says, which the style of a page gives a colour.
    enum Role: String, Sendable {
        case axis, grid, range, rangeEdge = "range-edge", bar, whisker, label, value, heading, faint, plain
        case supported, more = "more_than_claimed", contradicted, inconclusive, unjudged = "not_judged"
        case evenToken = "t0", oddToken = "t1", cut

        /// Whether text of this role looks otherwise than text does.
        var hasStyle: Bool { self != .label && self != .value }
    }

    /// A shape.
    enum Shape: Sendable, Equatable {
        case line(from: Point, to: Point, Role)
        case box(Box, Role)
        case dot(Point, radius: Double, Role)
        case text(Words, at: Point, Anchor, size: Double, Role)
    }

    private(set) var shapes: [Shape] = []
    let width: Double
    private(set) var height: Double
    /// What it shows, for those who cannot see it.
    var title: Words
    /// What can be read from it, in words.
    var summary: Words

    init(width: Double, height: Double = 0, title: Words, summary: Words) {
        self.width = width
        self.height = height
        self.title = title
        self.summary = summary
    }

    mutating func add(_ shape: Shape) { shapes.append(shape) }
    mutating func grow(to height: Double) { self.height = max(self.height, height) }

    mutating func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, _ role: Role) {
        add(.line(from: Point(x: x0, y: y0), to: Point(x: x1, y: y1), role))
    }

    mutating func text(
        _ words: Words, _ x: Double, _ y: Double, _ anchor: Anchor = .start, size: Double = 13, _ role: Role = .label
    ) {
        add(.text(words, at: Point(x: x, y: y), anchor, size: size, role))
    }

    /// Another drawing at a place of this one.
    mutating func place(_ other: Drawing, x: Double, y: Double) {
        func moved(_ point: Point) -> Point { Point(x: point.x + x, y: point.y + y) }
        for shape in other.shapes {
            switch shape {
            case .line(let from, let to, let role): add(.line(from: moved(from), to: moved(to), role))
            case .box(let box, let role):
                add(.box(Box(x: box.x + x, y: box.y + y, width: box.width, height: box.height), role))
            case .dot(let center, let radius, let role): add(.dot(moved(center), radius: radius, role))
            case .text(let words, let at, let anchor, let size, let role):
                add(.text(words, at: moved(at), anchor, size: size, role))
            }
        }
        grow(to: y + other.height)
    }
}
