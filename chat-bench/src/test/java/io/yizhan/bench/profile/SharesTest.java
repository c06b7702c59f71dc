package io.yizhan.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.ProfileResult;
import io.yizhan.bench.result.ProfileResult.Share;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SharesTest {
    private static final StackFrame LANE = StackFrame.ofThread("lane-3");
    private static final StackFrame RUN = new StackFrame("io.yizhan.server.delivery.Lane", "run");
    private static final StackFrame PUT = new StackFrame("java.util.HashMap", "put");
    private static final StackFrame SCRIPT = new StackFrame("io.yizhan.server.state.redis.LuaScript", "call");
    private static final StackFrame PARSE = new StackFrame("chat.v2.Frame", "<init>");

    private final StackTree tree = new StackTree();

    SharesTest() {
        tree.add(List.of(LANE, RUN));
        tree.add(List.of(LANE, RUN, PUT));
        tree.add(List.of(LANE, RUN, RUN, PUT));
        tree.add(List.of(LANE, RUN, SCRIPT));
        tree.add(List.of(StackFrame.ofThread("event-loop-1"), PARSE));
    }

    @Test
    void givesEachAreaWhatRanThere_andWithTheJdkThatRanForIt() {
        ProfileResult result = Shares.of("worker-1", tree);

        assertThat(result.samples()).isEqualTo(5);
        assertThat(result.areas())
                .containsExactlyInAnyOrder(
                        new Share("JDK", 0.4, 0),
                        new Share("io.yizhan.server.delivery", 0.2, 0.6),
                        new Share("io.yizhan.server.state", 0.2, 0.2),
                        new Share("protobuf, generated messages too", 0.2, 0.2));
    }

    @Test
    void givesEachMethodWhatRanInIt_andBelowIt_once() {
        ProfileResult result = Shares.of("worker-1", tree);

        assertThat(result.methods())
                .startsWith(new Share("java.util.HashMap.put", 0.4, 0.4))
                .contains(new Share("io.yizhan.server.delivery.Lane.run", 0.2, 0.8))
                .hasSize(4);
        assertThat(result.text())
                .contains("worker-1, where its Java code spent the time: 5 samples")
                .contains("    20.0 %       80.0 %  io.yizhan.server.delivery.Lane.run");
    }

    @Test
    void listsTheFirstFifteen() {
        StackTree many = new StackTree();
        for (int i = 0; i < 40; i++) {
            many.add(List.of(LANE, new StackFrame("io.netty.Some", String.format(Locale.ROOT, "m%d", i))));
        }

        assertThat(Shares.of("worker-1", many).methods()).hasSize(15);
    }

    @Test
    void saysNothing_ofNoSamples() {
        StackTree none = new StackTree();

        assertThat(Shares.of("worker-1", none)).isEqualTo(new ProfileResult("worker-1", 0, List.of(), List.of()));
        assertThat(new FlameGraph("worker-1", none.root()).svg()).contains("worker-1: 0 samples");
    }

    @Test
    void drawsEachCallOnItsCaller_wholeInItself() throws Exception {
        String svg = new FlameGraph("worker-1", tree.root()).svg();

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("rect").getLength())
                .as("all, two threads, and six methods where they were called")
                .isEqualTo(9);
        assertThat(svg)
                .contains("<title>io.yizhan.server.delivery.Lane.run, io.yizhan.server.delivery: 80.0 % (4 samples)")
                .contains("<title>chat.v2.Frame.&lt;init&gt;, protobuf")
                .contains("x=\"240.0\"")
                .doesNotContain("<script", "href");
    }

    @Test
    void takesWhatIsMadeInEachRunForOne() {
        assertThat(StackFrame.ofThread("event-loop-1-2")).isEqualTo(StackFrame.ofThread("event-loop-3-14"));
        assertThat(StackFrame.named("java.lang.invoke.LambdaForm$MH+0x00007f87b1630800.723083394", "guard"))
                .isEqualTo(new StackFrame("java.lang.invoke.LambdaForm", "guard"));
        assertThat(StackFrame.named("io.yizhan.Some$$Lambda$352+0x00007f87b1630800.72", "run"))
                .isEqualTo(new StackFrame("io.yizhan.Some$$Lambda", "run"));
    }
}
