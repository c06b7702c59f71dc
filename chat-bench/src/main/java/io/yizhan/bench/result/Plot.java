package io.yizhan.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** Lines over one axis, drawn as SVG. Belongs to one thread. */
final class Plot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 30;
    private static final int STEPS = 4;
    private static final List<String> COLOURS = List.of("#1f6feb", "#d1242f", "#8250df", "#1a7f37");
    private static final List<String> PERCENTILES = List.of("p0", "p90", "p99", "p99.9", "p99.99");

    private final String title;
    private final DoubleFunction<String> labels;
    private final List<Line> lines = new ArrayList<>();

    private Plot(String title, DoubleFunction<String> labels) {
        this.title = title;
        this.labels = labels;
    }

    /** Over the seconds of a run. */
    static Plot overTime(String title) {
        return new Plot(title, at -> String.format(Locale.ROOT, "%.0f s", at));
    }

    /** Over the number of nines of a percentile. */
    static Plot overPercentiles(String title) {
        return new Plot(title, nines -> PERCENTILES.get((int) Math.round(nines)));
    }

    Plot line(String name, List<Point> points) {
        lines.add(new Line(name, points));
        return this;
    }

    String svg() {
        double right = Math.max(1, max(Point::x));
        double top = roundUp(Math.max(1e-3, max(Point::y)));
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<figure><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\">",
                escaped(title),
                WIDTH,
                HEIGHT));
        for (int step = 0; step <= STEPS; step++) {
            double part = (double) step / STEPS;
            int y = y(part);
            int x = x(part);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                            + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                            + "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    y,
                    LEFT - 6,
                    y + 4,
                    number(part * top),
                    x,
                    HEIGHT - 8,
                    escaped(labels.apply(part * right))));
        }
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), i, right, top);
        }
        return svg.append("</svg></figure>\n").toString();
    }

    private static void draw(StringBuilder svg, Line line, int index, double right, double top) {
        String colour = COLOURS.get(index % COLOURS.size());
        svg.append("<polyline fill=\"none\" stroke-width=\"1.8\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        line.points()
                .forEach(point -> svg.append(x(point.x() / right))
                        .append(',')
                        .append(y(point.y() / top))
                        .append(' '));
        svg.append(String.format(
                Locale.ROOT,
                "\"/><text x=\"%d\" y=\"16\" style=\"fill:%s\">%s</text>",
                LEFT + index * 190,
                colour,
                escaped(line.name())));
    }

    private double max(ToDoubleFunction<Point> of) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(of)
                .max()
                .orElse(0);
    }

    /** The next number whose first digit alone is not zero. */
    private static double roundUp(double value) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(value)));
        return Math.ceil(value / magnitude) * magnitude;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 || value == 0 ? "%,.0f" : "%.2f", value);
    }

    private static int x(double part) {
        return (int) Math.round(LEFT + part * (WIDTH - LEFT - RIGHT));
    }

    private static int y(double part) {
        return (int) Math.round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** @param x seconds, or nines */
    record Point(double x, double y) {}

    private record Line(String name, List<Point> points) {}
}
