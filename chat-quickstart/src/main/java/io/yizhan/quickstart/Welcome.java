package io.yizhan.quickstart;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** What a person reads when the cluster runs. */
final class Welcome {
    private Welcome() {}

    static String text(Cluster cluster, Path data) {
        String workers = cluster.workers().stream()
                .map(worker -> "127.0.0.1:" + worker.port() + " (pid "
                        + worker.process().pid() + ")")
                .collect(Collectors.joining(", "));
        String status = cluster.status().map(where -> "\n  status   " + where).orElse("");
        return """

                The cluster is running.
                  gate     %s
                  workers  %s
                  logs     %s%s

                Chat: open two more terminals and type
                  bin/chat --user alice --password alice-pass
                  bin/chat --user bob --password bob-pass
                then, as alice:  /msg bob hello          (carol, password carol-pass, is there too)

                Kill a worker (kill -9 its pid) and watch; start another with
                  bin/chat-server --config %s
                Ctrl-C stops everything; the data stays in %s (--fresh forgets it).
                """.formatted(cluster.gate(), workers, cluster.logs(), status, cluster.workerSettings(), data);
    }
}
