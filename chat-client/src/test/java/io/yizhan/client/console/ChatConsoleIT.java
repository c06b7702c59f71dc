package io.yizhan.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Platform;
import chat.v2.PresenceEvent;
import chat.v2.PresenceSubscribe;
import chat.v2.RecallResponse;
import chat.v2.UserPresence;
import io.yizhan.client.fake.FakeCluster;
import io.yizhan.client.fake.FakeWorker;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChatConsoleIT {
    private final FakeCluster cluster = new FakeCluster(1);
    private final InputStream standardInput = System.in;

    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        System.setIn(standardInput);
        cluster.close();
    }

    @Test
    void sends_andSaysSo() {
        Result result = chat("/msg alice hi there\nand more\n", "-u", "bob", "--password", "bob-pass");
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines())
                .contains("✓ alice #1", "✓ alice #2")
                .anyMatch(line -> line.startsWith("Connected as bob"));
        assertThat(cluster.chat().messages("d:alice:bob"))
                .extracting(message -> message.getContent().getText())
                .containsExactly("hi there", "and more");
    }

    @Test
    void saysWhoIsNoLongerAFriendOrBlocked() {
        Result result = chat("/unfriend alice\n/unblock alice\n", "-u", "bob", "--password", "bob-pass");
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).contains("No longer a friend: alice", "No longer blocked: alice");
    }

    @Test
    void takesTheLastMessageBack_andSaysWhyNot() {
        cluster.worker(0)
                .script(frame -> !frame.hasRecallRequest()
                        ? null
                        : frame.getRecallRequest().getSeq() == 2
                                ? Frame.newBuilder()
                                        .setRecallResponse(RecallResponse.getDefaultInstance())
                                        .build()
                                : FakeWorker.error(ErrorCode.TOO_LATE, 0));

        Result result = chat(
                "/recall\n/msg alice one\n/msg alice two\n/recall\n/recall 1\n",
                "-u",
                "bob",
                "--password",
                "bob-pass",
                "--json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lines())
                .contains("{\"event\":\"recall\",\"conversation\":\"d:alice:bob\",\"seq\":2}")
                .anyMatch(line -> line.contains("\"code\":\"TOO_LATE\"") && line.contains("Not recalled #1"))
                .anyMatch(line -> line.contains("With whom?"));
    }

    @Test
    void showsWhatWaited_once() {
        cluster.chat().add("alice", "bob", "phone", "one");
        cluster.chat().add("alice", "bob", "phone", "two");
        Result first = chat("", "-u", "bob", "--password", "bob-pass", "--json", "--expect", "2", "--wait", "10");
        assertThat(first.exitCode()).isZero();
        assertThat(first.lines().stream().filter(line -> line.contains("\"event\":\"message\"")))
                .hasSize(2);
        await().until(() -> cluster.chat().delivered("d:alice:bob") == 2);

        cluster.chat().add("alice", "bob", "phone", "three");
        Result second = chat("", "-u", "bob", "--password", "bob-pass", "--expect", "1", "--wait", "10");
        assertThat(second.exitCode()).isZero();
        assertThat(second.lines())
                .anyMatch(line -> line.endsWith("alice: three"))
                .noneMatch(line -> line.endsWith("two"));
    }

    @Test
    void endsWith1_whenACommandFails_orMessagesAreMissing() {
        assertThat(chat("/nodes\n", "-u", "bob", "--password", "bob-pass").exitCode())
                .isEqualTo(1);
        assertThat(chat("/msg\n", "-u", "bob", "--password", "bob-pass").exitCode())
                .isEqualTo(1);
        assertThat(chat("", "-u", "bob", "--password", "bob-pass", "--expect", "1", "--wait", "1")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void saysWhereOneIs_alsoWhenTheServerDoesNotTellWhoIsOnline() {
        cluster.worker(0)
                .script(frame -> frame.hasPresenceSubscribe()
                        ? Frame.newBuilder()
                                .setError(chat.v2.Error.newBuilder().setCode(ErrorCode.INVALID_ARGUMENT))
                                .build()
                        : null);

        Result result = chat("/who alice\n", "-u", "bob", "--password", "bob-pass");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines().stream().filter(line -> line.startsWith("Connected as bob to node 0")))
                .as("at the login, and as the answer")
                .hasSize(2);
        assertThat(result.lines()).anyMatch(line -> line.startsWith("Known: alice"));
    }

    @Test
    void showsWhoIsThere_andWhoTypes_inTextAndJson() {
        cluster.worker(0).script(frame -> frame.hasPresenceSubscribe() ? presence(frame.getPresenceSubscribe()) : null);
        String script = "/watch alice carol\n/unwatch carol\n/who carol\n/typing alice\n/typing\n/watch\n";

        Result text = chat(script, "-u", "bob", "--password", "bob-pass");
        Result json = chat(script, "-u", "bob", "--password", "bob-pass", "--json");

        assertThat(text.lines())
                .containsSubsequence("alice is online (web, ios)", "carol is offline", "carol is offline")
                .anyMatch(line -> line.contains("To whom? /typing USER"))
                .anyMatch(line -> line.contains("Usage: /watch"));
        assertThat(json.lines())
                .contains(
                        "{\"event\":\"presence\",\"user\":\"alice\",\"online\":true,\"platforms\":[\"WEB\",\"IOS\"],"
                                + "\"lastSeen\":5}",
                        "{\"event\":\"presence\",\"user\":\"carol\",\"online\":false,\"platforms\":[],\"lastSeen\":0}");
        assertThat(cluster.worker(0).received(Frame.BodyCase.PRESENCE_SUBSCRIBE))
                .extracting(
                        frame -> String.join(" ", frame.getPresenceSubscribe().getUserIdsList()))
                .containsExactly(
                        "alice carol", "alice", "alice carol", "alice", "alice carol", "alice", "alice carol", "alice");
        // it is not answered, so the console may have ended before the worker reads it
        await().until(() -> cluster.worker(0).received(Frame.BodyCase.TYPING).size() == 2);
        assertThat(cluster.worker(0).received(Frame.BodyCase.TYPING))
                .allSatisfy(frame ->
                        assertThat(frame.getTyping().getConversationId()).isEqualTo("d:alice:bob"));
        assertThat(cluster.gate().calls("/users/carol/sessions"))
                .as("once for each login")
                .isEqualTo(2);
    }

    private static Frame presence(PresenceSubscribe request) {
        PresenceEvent.Builder event = PresenceEvent.newBuilder();
        for (String user : request.getUserIdsList()) {
            UserPresence.Builder presence = UserPresence.newBuilder().setUserId(user);
            event.addUsers(
                    user.equals("alice")
                            ? presence.setOnline(true)
                                    .addPlatforms(Platform.WEB)
                                    .addPlatforms(Platform.IOS)
                                    .setLastSeenMs(5)
                            : presence);
        }
        return Frame.newBuilder().setPresenceEvent(event).build();
    }

    @Test
    void endsWith2_whenAnOptionIsWrong() {
        assertThat(chat("", "--nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void endsWith3_whenItCannotLogIn() {
        assertThat(chat("", "-u", "bob", "--password", "wrong-pass").exitCode()).isEqualTo(3);
        Result nowhere = chat("", "--gate", "http://127.0.0.1:1", "-u", "bob", "--password", "bob-pass");
        assertThat(nowhere.exitCode()).isEqualTo(3);
        assertThat(nowhere.lines()).singleElement().asString().contains("http://127.0.0.1:1", "bin/quickstart");
    }

    @Test
    void registersANewUser_whenAskedTo() {
        Result result = chat("", "-u", "newcomer", "--password", "newcomer-pass", "--register");
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).contains("Registered: newcomer");
        Result wrong = chat("", "-u", "newcomer", "--password", "other-password", "--register");
        assertThat(wrong.exitCode()).isEqualTo(3);
        assertThat(wrong.lines()).singleElement().asString().contains("Wrong password");
    }

    @Test
    void speaksTheBooksMenu() {
        Result result = chat("1\nbob@bob-pass\n2\nalice:hello\n10\n", "--book-menu");
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).contains("✓ alice #1", "Logged out");
    }

    @Test
    void keepsItsDevice_overRestarts() {
        chat("", "-u", "bob", "--password", "bob-pass");
        chat("", "-u", "bob", "--password", "bob-pass");
        FakeWorker worker = cluster.worker(0);
        assertThat(worker.received(Frame.BodyCase.LOGIN_REQUEST))
                .extracting(frame -> frame.getLoginRequest().getDeviceId())
                .hasSize(2)
                .allMatch(device -> device.matches("console-[0-9a-f]{8}"))
                .satisfies(devices -> assertThat(devices.get(0)).isEqualTo(devices.get(1)));
    }

    private record Result(int exitCode, List<String> lines) {}

    private Result chat(String input, String... options) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        List<String> arguments =
                new ArrayList<>(List.of("--gate", cluster.gate().uri().toString(), "--data", data.toString()));
        if (Arrays.asList(options).contains("--gate")) {
            arguments.subList(0, 2).clear();
        }
        arguments.addAll(Arrays.asList(options));
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new ChatConsole())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(arguments.toArray(String[]::new));
        return new Result(exitCode, out.toString().lines().toList());
    }
}
