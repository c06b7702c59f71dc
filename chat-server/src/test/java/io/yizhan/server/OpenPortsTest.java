package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.extension.ChosenPorts;
import io.yizhan.server.extension.PortOpener;
import io.yizhan.server.state.HolderLiveness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenPortsTest {
    private static final UserDirectory OURS = user -> CompletableFuture.completedStage(true);
    private static final UserDirectory THEIRS = user -> CompletableFuture.completedStage(false);

    private final Parts parts = new Parts();
    private final List<String> closed = new ArrayList<>();
    private final Map<Class<?>, PortOpener<?>> own = new HashMap<>(Map.of(UserDirectory.class, context -> OURS));

    private OpenPorts open(Map<Class<?>, PortOpener<?>> chosen) {
        Surroundings around = new Surroundings(
                new OnDemand<>(() -> {
                    throw new AssertionError("Nobody asked for ZooKeeper");
                }),
                new HolderLiveness(new MemoryNodes(), Set::of),
                () -> {
                    throw new IllegalStateException("Not joined");
                },
                Duration.ofSeconds(1));
        return new OpenPorts(own, new ChosenPorts(chosen), around, parts);
    }

    @Test
    void opensOurs_unlessSomethingElseWasChosen() throws InterruptedException {
        assertThat(open(Map.of()).port(UserDirectory.class)).isSameAs(OURS);
        assertThat(open(Map.of(UserDirectory.class, context -> THEIRS)).port(UserDirectory.class))
                .isSameAs(THEIRS);
    }

    @Test
    void opensEachOnce_andOnlyWhatIsAskedFor() throws InterruptedException {
        List<UserDirectory> opened = new ArrayList<>();
        own.put(MessageStore.class, context -> {
            throw new AssertionError("Nobody asked for the store");
        });
        OpenPorts ports = open(Map.of(UserDirectory.class, context -> {
            opened.add(user -> CompletableFuture.completedStage(true));
            return opened.get(0);
        }));

        assertThat(ports.port(UserDirectory.class)).isSameAs(ports.port(UserDirectory.class));
        assertThat(opened).hasSize(1);
    }

    @Test
    void givesOneTheOthers_butRefusesThoseThatNeedEachOther() {
        own.put(MessageStore.class, context -> context.port(DeadLetters.class));
        own.put(DeadLetters.class, context -> context.port(MessageStore.class));

        assertThatThrownBy(() -> open(Map.of()).port(MessageStore.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("MessageStore", "DeadLetters");
    }

    @Test
    void refusesWhatIsNoPort_andWhatIsNotTheOneItShouldBe() {
        assertThatThrownBy(() -> open(Map.of()).port(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() ->
                        open(Map.of(UserDirectory.class, context -> "a text")).port(UserDirectory.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a text");
    }

    @Test
    void closesWhatItWasGiven_inReverse_alsoIfTheRestFails() {
        OpenPorts ports = open(Map.of(UserDirectory.class, context -> {
            context.closing((AutoCloseable) () -> closed.add("first"));
            context.closing((AutoCloseable) () -> closed.add("second"));
            throw new IllegalStateException("not today");
        }));

        assertThatThrownBy(() -> ports.port(UserDirectory.class)).hasMessage("not today");
        parts.close();

        assertThat(closed).containsExactly("second", "first");
    }
}
