package io.yizhan.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.v2.SendRequest;
import io.yizhan.client.store.Progress.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocalStoreTest extends LocalStoreContract {
    @TempDir
    private Path directory;

    private Path other() {
        return directory.resolve("other");
    }

    private Path journal() {
        return other().resolve("journal");
    }

    @Override
    protected LocalStore open() {
        return FileLocalStore.open(directory);
    }

    @Override
    protected LocalStore restarted(LocalStore before) {
        before.close();
        return FileLocalStore.open(directory);
    }

    @Test
    void isAsItWasAfterSomeWrite_whereverTheFileIsCutOff() throws IOException {
        List<LocalState> states = new ArrayList<>();
        try (FileLocalStore store = FileLocalStore.open(other())) {
            states.add(store.state());
            for (int n = 1; n <= 5; n++) {
                store.outgoing(SendRequest.newBuilder().setClientMsgId(n).build());
                states.add(store.state());
                store.progress(new Progress("d:a:b", n, List.of(new Shown(70 + n, n))));
                states.add(store.state());
                store.settled(n);
                states.add(store.state());
            }
        }
        byte[] whole = Files.readAllBytes(journal());
        int furthest = 0;
        for (int length = "yizhan-1".length(); length <= whole.length; length++) {
            Files.write(journal(), Arrays.copyOf(whole, length));
            try (FileLocalStore store = FileLocalStore.open(other())) {
                int now = states.indexOf(store.state());
                assertThat(now).as("cut to %d bytes", length).isBetween(furthest, furthest + 1);
                furthest = now;
            }
        }
        assertThat(furthest).isEqualTo(states.size() - 1);
    }

    @Test
    void goesOnAfterTheLastWholeEntry_whenWhatFollowsIsBroken() throws IOException {
        try (FileLocalStore store = FileLocalStore.open(other())) {
            store.progress(Progress.to("d:a:b", 1));
            store.progress(Progress.to("d:a:b", 2));
        }
        byte[] whole = Files.readAllBytes(journal());
        whole[whole.length - 1] ^= 1; // a page that did not reach the disk
        Files.write(journal(), whole);

        try (FileLocalStore store = FileLocalStore.open(other())) {
            assertThat(store.state().progress()).containsEntry("d:a:b", Progress.to("d:a:b", 1));
            store.progress(Progress.to("d:a:b", 3));
        }
        try (FileLocalStore store = FileLocalStore.open(other())) {
            assertThat(store.state().progress()).containsEntry("d:a:b", Progress.to("d:a:b", 3));
        }
    }

    @Test
    void staysSmall_howeverMuchIsWritten() throws IOException {
        LocalState last;
        try (FileLocalStore store = FileLocalStore.open(other())) {
            store.listed();
            for (long n = 1; n <= 10_000; n++) {
                store.outgoing(SendRequest.newBuilder().setClientMsgId(n).build());
                store.progress(new Progress("d:a:b", n, List.of(new Shown(n, n))));
                store.settled(n);
            }
            last = store.state();
            assertThat(Files.size(journal())).isLessThan(300_000);
        }
        try (FileLocalStore store = FileLocalStore.open(other())) {
            assertThat(store.state()).isEqualTo(last);
        }
    }

    @Test
    void refusesASecondUser_untilItIsClosed() {
        FileLocalStore first = FileLocalStore.open(other());
        assertThatThrownBy(() -> FileLocalStore.open(other()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(other().toString());
        first.close();
        FileLocalStore.open(other()).close();
    }

    @Test
    void writesNothingMore_afterItWasClosed() {
        FileLocalStore store = FileLocalStore.open(other());
        store.progress(Progress.to("d:a:b", 1));
        store.close();

        assertThatThrownBy(() -> store.progress(Progress.to("d:a:b", 2))).isInstanceOf(UncheckedIOException.class);
        assertThat(store.state().progress()).containsEntry("d:a:b", Progress.to("d:a:b", 1));
    }

    @Test
    void goesOn_whenTheWritingThreadIsInterrupted() {
        try (FileLocalStore store = FileLocalStore.open(other())) {
            Thread.currentThread().interrupt();
            store.progress(Progress.to("d:a:b", 1));
            assertThat(Thread.interrupted()).isTrue();
            store.progress(Progress.to("d:a:b", 2));
        }
    }

    @Test
    void refusesAFileThatIsSomethingElse() throws IOException {
        Files.createDirectories(other());
        Files.writeString(journal(), "Dear diary, today");
        assertThatThrownBy(() -> FileLocalStore.open(other()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Not a journal");
    }
}
