package io.yizhan.bench.result;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Results as one page of HTML with plots, whole in itself: it needs no network and no script. */
public final class LoadPage {
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; color: #1c2024; padding: 0 1rem }
            h2 { margin-top: 2.5rem } pre { background: #f4f5f7; padding: 1rem; overflow-x: auto; font-size: 13px }
            figure { margin: 1.5rem 0 } figcaption { font-weight: 600 } svg { width: 100%; height: auto }
            text { font: 11px system-ui, sans-serif; fill: #565d66 } .grid { stroke: #e3e6ea } .axis { stroke: #8b929b }
            """;

    private final StringBuilder html = new StringBuilder();

    private LoadPage() {}

    /** @param results at least one */
    public static String of(List<LoadResult> results) {
        LoadPage page = new LoadPage();
        page.html
                .append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Yizhan bench</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Yizhan bench</h1>\n");
        results.forEach(page::result);
        if (results.size() == 2) {
            page.text("Compared", ComparisonText.of(results.get(0), results.get(1)));
        }
        return page.html.append("</body></html>\n").toString();
    }

    private void result(LoadResult result) {
        text(
                String.format(
                        Locale.ROOT,
                        "%s, %s",
                        result.workload(),
                        result.measuredFrom().truncatedTo(ChronoUnit.SECONDS)),
                ResultText.of(result));
        plot(Plot.overTime("Throughput, messages a second")
                .line("acknowledged", points(result, Second::acked))
                .line("delivered", points(result, Second::delivered)));
        plot(Plot.overTime("Latency over time, milliseconds")
                .line("send to ack p50", points(result, second -> second.ackP50() / MS))
                .line("send to ack p99", points(result, second -> second.ackP99() / MS))
                .line("send to deliver p99", points(result, second -> second.deliverP99() / MS)));
        Plot spread = Plot.overPercentiles("Latency by percentile, milliseconds")
                .line("send to ack", spread(result.sendToAck()))
                .line("send to deliver", spread(result.sendToDeliver()));
        result.floor().ifPresent(floor -> spread.line("send to ack, " + floor.name(), spread(floor.sendToAck())));
        plot(spread);
    }

    private static List<Plot.Point> points(LoadResult result, ToDoubleFunction<Second> value) {
        return result.timeline().stream()
                .map(second -> new Plot.Point(second.at(), value.applyAsDouble(second)))
                .toList();
    }

    /** How many nines stand before a percentile: 0 for p0, 1 for p90, 2 for p99. */
    private static List<Plot.Point> spread(Percentiles of) {
        return List.of(
                new Plot.Point(Math.log10(2), of.p50() / MS),
                new Plot.Point(1, of.p90() / MS),
                new Plot.Point(2, of.p99() / MS),
                new Plot.Point(3, of.p999() / MS),
                new Plot.Point(4, of.p9999() / MS));
    }

    private void plot(Plot plot) {
        html.append(plot.svg());
    }

    private void text(String title, String text) {
        html.append("<h2>").append(Plot.escaped(title)).append("</h2>\n<pre>");
        html.append(Plot.escaped(text)).append("</pre>\n");
    }
}
