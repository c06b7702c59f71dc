package io.yizhan.server.transport;

import static io.yizhan.server.transport.BookConnection.message;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Kicked;
import io.netty.buffer.ByteBufUtil;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.transport.book.BookFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the book's clients write and read, byte by byte. */
class BookProtocolTest {
    private final Fakes fakes = new Fakes();
    private final BookConnection client = new BookConnection(fakes);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void answersALogin_withSuccessAndASession() {
        client.send(ByteBufUtil.decodeHexDump("00860001" + "00000028" // LOGIN_REQUEST is 0 and not written
                + "10ffffffffffffffffff01" // sequence -1
                + "1a022d31" // session "-1"
                + "2217" + "0a05" + hex("alice") + "1204" + hex("desk") + "1a04" + hex("good") + "2001" + "2a00"));

        String session = client.session().id().value();
        assertThat(ByteBufUtil.hexDump(client.receiveBytes()))
                .isEqualTo("00860001" + String.format("%08x", 2 + 11 + 2 + session.length() + 4)
                        + "0801" + "10ffffffffffffffffff01"
                        + "1a" + String.format("%02x", session.length()) + hex(session)
                        + "2a020801"); // result true; code 0 is not written
    }

    @ParameterizedTest
    @CsvSource({"0,3", "1,3", "2,4", "3,5", "4,2", "5,1", "99,1"})
    void takesThePlatformsOfTheBook(int book, int platform) {
        client.send(BookFrame.login("alice", "desk", "good", book));

        assertThat(client.session().platform()).isEqualTo(platform);
    }

    @Test
    void saysWhyALoginFails_thenCloses() {
        client.send(BookFrame.login("alice", "desk", "bad", 1));

        assertThat(client.receive()).singleElement().satisfies(answer -> {
            assertThat(answer.type()).isEqualTo(BookFrame.LOGIN_RESPONSE);
            assertThat(answer.sequence()).isEqualTo(-1);
            assertThat(answer.session()).isEqualTo("-1");
            assertThat(answer.part(5).number(1)).isZero();
            assertThat(answer.part(5).number(2)).isEqualTo(ErrorCode.BAD_TOKEN_VALUE);
            assertThat(answer.part(5).text(3)).isEqualTo("BAD_TOKEN");
        });
        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void closes_alsoAfterALoginThatVersionTwoWouldLetTryAgain() {
        fakes.login =
                request -> CompletableFuture.completedStage(new io.yizhan.server.auth.LoginResult.Malformed("no"));
        client.send(BookFrame.login("alice", "desk", "good", 1));

        assertThat(client.receive().get(0).part(5).number(2)).isEqualTo(ErrorCode.INVALID_ARGUMENT_VALUE);
        assertThat(client.isEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 77})
    void closesWithoutAnAnswer_onAnyOtherFrameBeforeTheLogin(int type) {
        client.send(BookFrame.of(type));

        assertThat(client.isEnded()).isTrue();
        assertThat(fakes.logins).hasValue(0);
    }

    @Test
    void refusesASecondLogin_andStays() {
        client.loggedIn().send(BookFrame.login("alice", "desk", "good", 1));

        assertThat(client.receive()).singleElement().satisfies(answer -> {
            assertThat(answer.part(5).number(2)).isEqualTo(ErrorCode.ALREADY_LOGGED_IN_VALUE);
            assertThat(answer.session()).isEqualTo(client.session().id().value());
        });
        assertThat(client.isEnded()).isFalse();
    }

    @Test
    void storesAMessage_thenSaysSoUnderItsSequence() {
        client.loggedIn().send(BookFrame.chat("bob", 0, "hello").with(2, 42));

        SendCommand command = fakes.sent.get(0);
        assertThat(command.sender()).isEqualTo(new UserId("alice")); // whatever it wrote as from
        assertThat(command.content()).isEqualTo(text("hello").build());
        assertThat(client.receive()).singleElement().satisfies(answer -> {
            assertThat(answer.type()).isEqualTo(BookFrame.MESSAGE_RESPONSE);
            assertThat(answer.sequence()).isEqualTo(42);
            assertThat(answer.session()).isEqualTo(client.session().id().value());
            assertThat(answer.part(7).number(1)).isEqualTo(1);
            assertThat(answer.part(7).number(2)).isZero();
        });
    }

    @Test
    void takesEachMessageAsANewOne_whateverItsNumber() {
        client.loggedIn().send(BookFrame.chat("bob", 0, "same"));
        client.send(BookFrame.chat("bob", 0, "same"));

        assertThat(fakes.sent)
                .extracting(SendCommand::clientMsgId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"nobody, 0, 21, NO_SUCH_USER", "not an id, 0, 20, INVALID_ARGUMENT", "bob, 5, 20, INVALID_ARGUMENT"})
    void saysWhyAMessageIsNotStored(String to, long type, long code, String name) {
        client.loggedIn().send(BookFrame.chat(to, type, "hello"));

        assertThat(client.receive()).singleElement().satisfies(answer -> {
            assertThat(answer.part(7).number(1)).isZero();
            assertThat(answer.part(7).number(2)).isEqualTo(code);
            assertThat(answer.part(7).text(3)).isEqualTo(name);
        });
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void passesOnWhatTheStoreRefuses() {
        fakes.send = command ->
                CompletableFuture.completedStage(new SendOutcome.Refused(ErrorCode.OVERLOADED, "full", 1_000));
        client.loggedIn().send(BookFrame.chat("bob", 0, "hello"));

        assertThat(client.receive().get(0).part(7).number(2)).isEqualTo(ErrorCode.OVERLOADED_VALUE);
    }

    @Test
    void givesAMessage_asItsSenderWouldHaveWrittenIt() {
        client.loggedIn().push(message(1, text("hi").setUrl("http://x").putProperties("from_nick", "Bob")));

        assertThat(client.receive()).singleElement().satisfies(frame -> {
            assertThat(frame.type()).isEqualTo(BookFrame.MESSAGE_REQUEST);
            assertThat(frame.session()).isEqualTo(client.session().id().value());
            BookFrame chat = frame.part(6);
            assertThat(chat.number(1)).isEqualTo(1_001);
            assertThat(chat.text(2)).isEqualTo("bob");
            assertThat(chat.text(3)).isEqualTo("alice");
            assertThat(chat.number(4)).isEqualTo(5_001);
            assertThat(chat.number(5)).isZero();
            assertThat(chat.text(6)).isEqualTo("hi");
            assertThat(chat.text(8)).isEqualTo("http://x");
            assertThat(chat.text(10)).isEqualTo("Bob");
        });
    }

    @ParameterizedTest
    @CsvSource({"0,TEXT", "1,AUDIO", "2,VIDEO", "3,LOCATION", "4,CUSTOM"})
    void knowsTheKindsOfTheBook_bothWays(long book, ContentType type) {
        client.loggedIn().send(BookFrame.chat("bob", book, "x"));
        client.push(message(2, Content.newBuilder().setType(type)));

        assertThat(fakes.sent.get(0).content().getType()).isEqualTo(type);
        assertThat(client.receive().get(1).part(6).number(5)).isEqualTo(book);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAGE", "FILE"})
    void givesOtherKinds_asTheBooksFourth(ContentType type) {
        client.loggedIn().push(message(1, Content.newBuilder().setType(type).setUrl("http://x")));

        BookFrame chat = client.receive().get(0).part(6);
        assertThat(chat.number(5)).isEqualTo(4);
        assertThat(chat.text(8)).isEqualTo("http://x");
    }

    @Test
    void bringsThroughWhatOnlyTheBookKnows() {
        BookFrame chat = BookFrame.chat("bob", 0, "x");
        chat.with(6, chat.part(6).with(9, "p").with(10, "n").with(11, "{}"));
        client.loggedIn().send(chat);
        client.push(message(2, fakes.sent.get(0).content().toBuilder()));

        BookFrame came = client.receive().get(1).part(6);
        assertThat(List.of(came.text(9), came.text(10), came.text(11))).containsExactly("p", "n", "{}");
    }

    @Test
    void echoesAHeartBeat_byteForByte() {
        byte[] beat = BookFrame.of(BookFrame.HEART_BEAT)
                .with(3, "my session")
                .with(9, BookFrame.part().with(1, 7).with(2, "alice").with(3, "{\"from\":\"client\"}"))
                .bytes();
        client.loggedIn().send(beat);

        assertThat(client.receiveBytes()).isEqualTo(beat);
    }

    @Test
    void bearsASilenceOf150Seconds() {
        client.loggedIn();
        client.pass(149_999);
        assertThat(client.isOpen()).isTrue();
        client.heartBeat();
        client.pass(149_999);
        assertThat(client.isOpen()).isTrue();

        client.pass(1);

        assertThat(client.isOpen()).isFalse();
        assertThat(fakes.left).hasSize(1);
    }

    @Test
    void answersALogout_withoutABody_thenCloses() {
        client.loggedIn().send(BookFrame.of(BookFrame.LOGOUT_REQUEST).with(2, 9));

        assertThat(client.receive()).singleElement().satisfies(answer -> {
            assertThat(answer.type()).isEqualTo(BookFrame.LOGOUT_RESPONSE);
            assertThat(answer.sequence()).isEqualTo(9);
            assertThat(List.of(answer.has(4), answer.has(5), answer.has(6), answer.has(7)))
                    .containsOnly(false);
        });
        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void closesWithoutAWord_whenKicked() {
        client.loggedIn().session().kick(Kicked.getDefaultInstance());

        assertThat(client.isEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0087000100000000",
                "0086000200000000",
                "00860001ffffffff",
                "0086000100100001",
                "0086000100000001ff"
            })
    void closesWithoutAWord_onABrokenFrame(String bytes) {
        client.loggedIn().send(ByteBufUtil.decodeHexDump(bytes));

        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void closesWithoutAWord_onALoginOverTheLimit() {
        client.send(ByteBufUtil.decodeHexDump("0086000100001001"));

        assertThat(client.isEnded()).isTrue();
    }

    private static Content.Builder text(String text) {
        return Content.newBuilder().setType(ContentType.TEXT).setText(text);
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.UTF_8));
    }
}
