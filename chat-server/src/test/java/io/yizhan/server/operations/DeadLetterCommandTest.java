package io.yizhan.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.DeadLetterReplay;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.DeadLetters.Letter;
import io.yizhan.server.archive.LogRecordCodec;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DeadLetterCommandTest {
    private final MemoryDeadLetters letters = new MemoryDeadLetters();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());
    private final Persister persister = new Persister(log, store, Records.noneLate(), batch -> {});
    private final ConversationId conversation = Records.conversation();
    private final AtomicInteger closed = new AtomicInteger();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        persister.close();
        log.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new DeadLetterCommand(Desk::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void keepOne(String origin, long seq) {
        letters.keep(new Letter(
                origin,
                conversation.value(),
                seq,
                "Data too long\u001b[2J for column 'device'",
                LogRecordCodec.encode(Records.stored(conversation, seq, "phone"))));
    }

    @Test
    void listsWhatWaits_withoutControlCharacters() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("No dead letters wait.");
        keepOne("a", 1);
        letters.keep(new Letter("b", "", 0, "Not an entry of the log", new byte[2_000]));

        assertThat(run("list")).isZero();

        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString())
                .contains(conversation.value() + " 1", "no readable place  2000 bytes", "too long?[2J for column")
                .doesNotContain("\u001b");
        assertThat(closed).hasValue(2);
    }

    @Test
    void showsTheBytesOfOne() {
        letters.keep(new Letter("b", "", 0, "Not an entry of the log", new byte[2_000]));
        keepOne("a", 1);

        assertThat(run("show", "1")).isZero();
        assertThat(out.toString()).contains("  0000  00 00", "… and 976 bytes more", "state   waits");
        assertThat(run("show", "2")).isZero();
        assertThat(out.toString()).contains("place   " + conversation.value() + " 1");
    }

    @Test
    void replaysAll_andTellsByItsExitCodeThatSomeAreLeft() {
        keepOne("a", 1);
        letters.keep(new Letter("b", "", 0, "Not an entry of the log", new byte[] {1, 2, 3}));
        persister.start();

        assertThat(run("replay", "--all")).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.substring(3)))
                .containsExactly("restored", "still unreadable; it waits for a build that can read it");

        assertThat(run("replay", "1")).isZero();
        assertThat(persister.written()).isEqualTo(1);
        assertThat(run("drop", "2")).isZero();
        assertThat(letters.waiting(0, 10)).isEmpty();
    }

    @Test
    void doesNothing_whenOneOfTheIdsIsWrong_orNoneIsNamed() {
        keepOne("a", 1);

        assertThat(run("drop", "1", "77")).isEqualTo(2);
        assertThat(err.toString()).contains("No such dead letter: 77");
        assertThat(run("replay")).isEqualTo(2);
        assertThat(run("replay", "1", "--all")).isEqualTo(2);

        assertThat(letters.waiting(0, 10)).hasSize(1);
    }

    private final class Desk implements DeadLetterDesk {
        @Override
        public DeadLetters letters() {
            return letters;
        }

        @Override
        public DeadLetterReplay replay() {
            return new DeadLetterReplay(letters, log, store, Duration.ofSeconds(10));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
