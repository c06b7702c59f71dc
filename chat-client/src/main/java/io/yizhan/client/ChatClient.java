package io.yizhan.client;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.ReadMark;
import chat.v2.RecallRequest;
import chat.v2.SendRequest;
import chat.v2.Target;
import chat.v2.Typing;
import chat.v2.UserPresence;
import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.client.connection.ConnectionLostException;
import io.yizhan.client.connection.Exchange;
import io.yizhan.client.gate.GroupCalls;
import io.yizhan.client.gate.NodeInfo;
import io.yizhan.client.gate.OnlineCount;
import io.yizhan.client.gate.UserSessions;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.sync.HistoryPage;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One user's chat on one device. It logs in through the gate, stays connected by itself, sends until the server has
 * stored, and gives each message to its listener once and in order. Thread-safe; no method blocks, but {@link #send}
 * writes the message to the local store first. Futures complete on the listener's thread and fail with
 * {@code ChatException} (refused by a worker), {@code GateException} (refused by the gate, or no gate reached),
 * {@code ConnectionLostException} or {@code TimeoutException} (outcome open).
 */
@CheckReturnValue
public final class ChatClient implements AutoCloseable {
    private final ClientCore core;
    private final Optional<ClientRuntime> ownRuntime;

    private ChatClient(ClientCore core, Optional<ClientRuntime> ownRuntime) {
        this.core = core;
        this.ownRuntime = ownRuntime;
    }

    /**
     * A client with a thread of its own for the network. Nothing happens before {@link #connect}, but that the trusted
     * certificates are read.
     *
     * @throws IllegalArgumentException if these cannot be read
     */
    public static ChatClient create(ChatClientConfig config, ChatListener listener) {
        ClientRuntime runtime = new ClientRuntime(1);
        return new ChatClient(new ClientCore(config, listener, runtime), Optional.of(runtime));
    }

    /**
     * A client that shares {@code runtime} with others.
     *
     * @throws IllegalArgumentException if the trusted certificates cannot be read
     */
    public static ChatClient create(ChatClientConfig config, ChatListener listener, ClientRuntime runtime) {
        return new ChatClient(new ClientCore(config, listener, runtime), Optional.empty());
    }

    /**
     * Logs in, and from then on keeps the connection.
     *
     * @return completes at the first login; fails without further attempts when there is no gate or no worker, or when
     *     the credentials are wrong; fails with ALREADY_LOGGED_IN on a client that is connected or connecting
     */
    public CompletableFuture<Void> connect() {
        return core.connect();
    }

    /** Sends a text to a user. */
    public CompletableFuture<SendReceipt> send(String userId, String text) {
        return send(
                userId,
                Content.newBuilder().setType(ContentType.TEXT).setText(text).build());
    }

    /** Sends any content to a user. */
    public CompletableFuture<SendReceipt> send(String userId, Content content) {
        return send(Target.newBuilder().setUserId(userId).build(), content);
    }

    /**
     * Sends to a user or a group. Sends to one target go out in the order of the calls, also before the first login and
     * while disconnected. The message is in the local store when this returns: a client that is made on the same store
     * later, also after a crash, goes on sending it.
     *
     * @return completes only when the server has stored the message
     */
    public CompletableFuture<SendReceipt> send(Target target, Content content) {
        return core.send(SendRequest.newBuilder().setTarget(target).setContent(content));
    }

    /**
     * Sends the same content to each of these users: a message of its own in the direct conversation with each, so
     * nobody learns of the others, and one that is refused keeps back no other. They go out without waiting for each
     * other's answers, which come in any order; beyond {@code OutboxSettings.window} they wait in the client. Each is
     * in the local store when this returns, as with {@link #send(Target, Content)}.
     *
     * @param userIds one that is named twice gets one message
     */
    public SendToAll sendToAll(Collection<String> userIds, Content content) {
        Map<String, CompletableFuture<SendReceipt>> each = new LinkedHashMap<>();
        userIds.forEach(user -> each.computeIfAbsent(user, first -> send(first, content)));
        return new SendToAll(each);
    }

    /**
     * Takes a message of this user's own back, within the time that the server allows; all devices of both sides are
     * told. Taking it back again succeeds and changes nothing.
     *
     * @param seq the message's number, as its receipt or the message itself has it
     * @return completes when the server gives nobody the content any more; fails with TOO_LATE after the time limit,
     *     with INVALID_ARGUMENT for what is no message of this user, with NOT_A_MEMBER in a foreign conversation
     */
    public CompletableFuture<Void> recall(String conversationId, long seq) {
        RecallRequest request = RecallRequest.newBuilder()
                .setConversationId(conversationId)
                .setSeq(seq)
                .build();
        return online(exchange ->
                exchange.ask(Frame.newBuilder().setRecallRequest(request)).thenApply(answer -> null));
    }

    /**
     * Older messages of a conversation.
     *
     * @param before exclusive; 0 for the end
     * @param limit 1 to 1,000
     */
    public CompletableFuture<HistoryPage> history(String conversationId, long before, int limit) {
        return online(exchange -> core.history().read(exchange, conversationId, before, limit));
    }

    /**
     * Newer messages of a conversation, for paging from some number on; none is left out.
     *
     * @param after exclusive; 0 for the beginning
     * @param limit 1 to 1,000
     */
    public CompletableFuture<HistoryPage> historyAfter(String conversationId, long after, int limit) {
        return online(exchange -> core.history().readAfter(exchange, conversationId, after, limit));
    }

    /** The direct conversation with {@code userId}. */
    public String conversationWith(String userId) {
        return ConversationId.direct(core.user(), new UserId(userId)).value();
    }

    /** Says that the user has read up to {@code seq}; completes when it was handed to the network. */
    public CompletableFuture<Void> markRead(String conversationId, long seq) {
        Position position = Position.newBuilder()
                .setConversationId(conversationId)
                .setSeq(seq)
                .build();
        return online(exchange -> {
            exchange.tell(Frame.newBuilder().setReadMark(ReadMark.newBuilder().addPositions(position)));
            return CompletableFuture.completedFuture(null);
        });
    }

    /** All conversations of the user, most recently active first. */
    public CompletableFuture<List<Head>> conversations() {
        return online(core.receiver()::heads);
    }

    /**
     * Who of {@code userIds} is online; changes follow by {@link ChatListener#onPresence}, also over later connections.
     * Replaces the earlier list, and an empty one ends it.
     *
     * @param userIds at most 500, otherwise the call fails with INVALID_ARGUMENT and the earlier list stands
     */
    public CompletableFuture<List<UserPresence>> presence(Collection<String> userIds) {
        return online(exchange -> core.watched().watch(exchange, userIds));
    }

    /**
     * Tells the other side's devices that the user is typing; to be called at each key stroke, the server passes it on
     * once a second at most. Completes when it was handed to the network: nothing is promised, and nothing kept.
     */
    public CompletableFuture<Void> typing(String userId) {
        Typing typing =
                Typing.newBuilder().setConversationId(conversationWith(userId)).build();
        return online(exchange -> {
            exchange.tell(Frame.newBuilder().setTyping(typing));
            return CompletableFuture.completedFuture(null);
        });
    }

    /** The user's friends, and whom he has blocked. */
    public Relations relations() {
        return new Relations(core);
    }

    /** What this user does to groups, and asks of them. */
    public GroupCalls groups() {
        return new GroupCalls(core.gate(), core::withToken);
    }

    /** How many sessions the cluster has; FORBIDDEN for who is no administrator. */
    public CompletableFuture<OnlineCount> online() {
        return core.withToken(core.gate()::online);
    }

    /** A user's sessions; FORBIDDEN for who is no administrator. */
    public CompletableFuture<UserSessions> sessions(String userId) {
        UserId user = new UserId(userId);
        return core.withToken(token -> core.gate().sessions(token, user));
    }

    /** All workers; FORBIDDEN for who is no administrator. */
    public CompletableFuture<List<NodeInfo>> nodes() {
        return core.withToken(core.gate()::nodes);
    }

    /** Where this client is logged in; empty while it is not. */
    public Optional<ConnectedNode> node() {
        return core.node();
    }

    /**
     * Says goodbye to the worker and kills the token at the gate. The client may connect again if it has a password.
     */
    public CompletableFuture<Void> logout() {
        return core.logout();
    }

    /**
     * Ends the connection without logging out, when the listener has taken what it was told, or after 2 s. Sends
     * without an answer fail with an open outcome; they stay in the local store, and the next client on it goes on.
     *
     * @return completes when the connection is ended
     */
    public CompletableFuture<Void> shutdown() {
        return core.close(() -> ownRuntime.ifPresent(ClientRuntime::close));
    }

    /** As {@link #shutdown}, without waiting for it. */
    @Override
    public void close() {
        var unused = shutdown();
    }

    private <T> CompletableFuture<T> online(Function<Exchange, CompletableFuture<T>> call) {
        return core.onLoop(() -> core.exchange()
                .map(call)
                .orElseGet(() -> CompletableFuture.failedFuture(new ConnectionLostException("Not connected"))));
    }
}
