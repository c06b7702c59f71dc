package io.yizhan.client.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePositionStoreTest {
    @TempDir
    private Path directory;

    @Test
    void isEmpty_whenItIsNew() {
        FilePositionStore store = FilePositionStore.open(directory.resolve("a/b"));
        assertThat(store.positions()).isEmpty();
        assertThat(store.reservedMessageIds()).isZero();
    }

    @Test
    void remembersOverARestart() {
        FilePositionStore store = FilePositionStore.open(directory);
        store.savePosition("d:alice:bob", 7);
        store.savePosition("g:team", 0);
        store.savePosition("d:alice:bob", 9);
        store.reserveMessageIds(1_234_567);

        FilePositionStore again = FilePositionStore.open(directory);
        assertThat(again.positions()).isEqualTo(Map.of("d:alice:bob", 9L, "g:team", 0L));
        assertThat(again.reservedMessageIds()).isEqualTo(1_234_567);
    }

    @Test
    void namesTheFile_whenItHoldsSomethingElse() throws Exception {
        Files.writeString(directory.resolve("positions"), "rubbish\n");
        assertThatThrownBy(() -> FilePositionStore.open(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(directory.toString());
    }
}
