package io.yizhan.client;

import chat.v2.Message;
import io.yizhan.client.connection.ReconnectPolicy;
import io.yizhan.client.store.FileLocalStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A program that is killed: writes down each message it is shown, and each text that it has given to its client to
 * send, one a line and each line in one write. Arguments: gate, directory.
 */
final class KilledClient {
    private KilledClient() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        FileOutputStream shown = new FileOutputStream(directory.resolve("shown").toFile(), true);
        FileOutputStream sent = new FileOutputStream(directory.resolve("sent").toFile(), true);
        ChatClientConfig config = ChatClientConfig.builder()
                .gates(URI.create(arguments[0]))
                .user("bob")
                .password("bob-pass")
                .device("killed")
                .store(FileLocalStore.open(directory.resolve("store")))
                .reconnect(new ReconnectPolicy(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(60)))
                .build();
        write(shown, "start");
        ChatClient client = ChatClient.create(config, new ChatListener() {
            @Override
            public void onMessage(Message message) {
                write(
                        shown,
                        message.getConversationId() + " " + message.getContent().getText());
            }
        });
        client.connect().get(20, TimeUnit.SECONDS);
        while (true) {
            String text = UUID.randomUUID().toString();
            var unused = client.send("dave", text);
            write(sent, text);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void write(FileOutputStream file, String line) {
        try {
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
