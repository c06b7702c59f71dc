package io.yizhan.bench.profile;

import java.util.Locale;

/**
 * Stacks as a picture: a method is as wide as the time that it was on the stack, and stands on what called it. One SVG
 * without a script or anything from elsewhere; the whole name and the share stand in the tool tip. Belongs to one
 * thread.
 */
final class FlameGraph {
    private static final double WIDTH = 1_200;
    private static final int ROW = 17;
    private static final int HEAD = 40;
    /** What is narrower is not drawn. */
    private static final double NARROWEST = 0.5;

    private static final double LETTER = 6.6;
    private static final int FEWEST_LETTERS = 3;

    private final String title;
    private final StackTree.Node root;
    private final int height;
    private final StringBuilder svg = new StringBuilder();

    FlameGraph(String title, StackTree.Node root) {
        this.title = title;
        this.root = root;
        this.height = HEAD + ROW * depth(root);
    }

    private int depth(StackTree.Node node) {
        return width(node) < NARROWEST
                ? 0
                : 1 + node.called().stream().mapToInt(this::depth).max().orElse(0);
    }

    private double width(StackTree.Node node) {
        return root.samples() == 0 ? 0 : WIDTH * node.samples() / root.samples();
    }

    String svg() {
        svg.setLength(0);
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %d\" width=\"%.0f\" height=\"%d\">"
                        + "<style>text{font:11px monospace}rect{stroke:#fff;stroke-width:.5}</style>"
                        + "<text x=\"4\" y=\"20\">%s: %,d samples</text>%n",
                WIDTH,
                height,
                WIDTH,
                height,
                escaped(title),
                root.samples()));
        draw(root, 0, height - ROW);
        return svg.append("</svg>\n").toString();
    }

    private void draw(StackTree.Node node, double x, int y) {
        if (width(node) < NARROWEST) {
            return;
        }
        box(node, x, y);
        double next = x;
        for (StackTree.Node called : node.called()) {
            draw(called, next, y - ROW);
            next += width(called);
        }
    }

    private void box(StackTree.Node node, double x, int y) {
        StackFrame frame = node.frame();
        String area = frame.isThread() ? "" : ", " + Areas.of(frame);
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s%s: %.1f %% (%,d samples)</title>"
                        + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                escaped(frame.toString()),
                escaped(area),
                100.0 * node.samples() / root.samples(),
                node.samples(),
                x,
                y,
                width(node),
                ROW,
                colour(frame)));
        int letters = (int) ((width(node) - ROW / 4.0) / LETTER);
        if (letters >= FEWEST_LETTERS) {
            String label = frame.label();
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    x + 3,
                    y + 12,
                    escaped(label.substring(0, Math.min(letters, label.length())))));
        }
        svg.append("</g>\n");
    }

    /** One for each area; what is ours is warm, the JDK grey. */
    private static String colour(StackFrame frame) {
        String area = Areas.of(frame);
        if (frame.isThread() || area.equals(Areas.JDK)) {
            return "#d5d9df";
        }
        boolean ours = area.startsWith("io.yizhan");
        int hue = Math.floorMod(area.hashCode() * 31, ours ? 55 : 200) + (ours ? 0 : 90);
        return String.format(Locale.ROOT, "hsl(%d,%d%%,%d%%)", hue, ours ? 85 : 45, ours ? 68 : 74);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
