package io.yizhan.gate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import java.util.List;
import org.springframework.stereotype.Component;

/** The sessions of each worker, as it last reported them. */
@Component
final class WorkerGauges {
    private final NodeView view;
    private final MultiGauge sessions;

    WorkerGauges(NodeView view, MeterRegistry meters) {
        this.view = view;
        this.sessions = MultiGauge.builder("yizhan.worker.sessions")
                .description("Sessions that the worker last reported")
                .register(meters);
    }

    /** To be called before the figures are read: workers come and go. */
    void look() {
        List<Row<?>> rows = view.nodes().stream().<Row<?>>map(WorkerGauges::row).toList();
        sessions.register(rows, true);
    }

    private static Row<?> row(ImNode node) {
        Tags tags = Tags.of("node", node.id().toString(), "state", node.state().name());
        return Row.of(tags, node.balance());
    }
}
