package io.yizhan.client.fake;

import chat.v2.Head;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The messages that all workers of a fake cluster share; direct conversations of one user only. */
public final class FakeChat {
    private final Map<String, TreeMap<Long, Message>> conversations = new HashMap<>();
    private final Map<String, Long> delivered = new HashMap<>();
    private final Map<String, SendResponse> answers = new HashMap<>();
    private final Map<String, Long> forgotten = new HashMap<>();
    private long lastMessageId;

    /** Stores a message as if someone had sent it. */
    public synchronized Message add(String from, String to, String device, String text) {
        String id = "d:" + (from.compareTo(to) <= 0 ? from + ":" + to : to + ":" + from);
        TreeMap<Long, Message> messages = conversations.computeIfAbsent(id, unused -> new TreeMap<>());
        Message.Builder message = Message.newBuilder()
                .setConversationId(id)
                .setSeq(messages.isEmpty() ? 1 : messages.lastKey() + 1)
                .setMessageId(++lastMessageId)
                .setFromUserId(from)
                .setFromDeviceId(device)
                .setServerTimeMs(1_700_000_000_000L + lastMessageId);
        message.getContentBuilder().setTypeValue(1).setText(text);
        messages.put(message.getSeq(), message.build());
        return message.build();
    }

    /** Puts a message where it says, in the place of what stands there. */
    public synchronized void put(Message message) {
        conversations
                .computeIfAbsent(message.getConversationId(), unused -> new TreeMap<>())
                .put(message.getSeq(), message);
    }

    public synchronized List<Message> messages(String conversationId) {
        return List.copyOf(
                conversations.getOrDefault(conversationId, new TreeMap<>()).values());
    }

    /** The user's own position, as acknowledgements of any device move it. */
    public synchronized long delivered(String conversationId) {
        return delivered.getOrDefault(conversationId, 0L);
    }

    public synchronized void delivered(String conversationId, long seq) {
        delivered.merge(conversationId, seq, Math::max);
    }

    /** A sync names this head from now on, whatever is stored; 0: it does not name the conversation. */
    public synchronized void forgetHead(String conversationId, long head) {
        forgotten.put(conversationId, head);
    }

    /** Forgets everything, like a cluster that is set up anew. */
    public synchronized void wipe() {
        conversations.clear();
        delivered.clear();
        answers.clear();
    }

    synchronized SendResponse send(String user, String device, SendRequest request) {
        String key = user + "/" + device + "/" + request.getClientMsgId();
        SendResponse before = answers.get(key);
        if (before != null) {
            return before.toBuilder().setDuplicate(true).build();
        }
        Message message = add(
                user,
                request.getTarget().getUserId(),
                device,
                request.getContent().getText());
        SendResponse answer = SendResponse.newBuilder()
                .setConversationId(message.getConversationId())
                .setSeq(message.getSeq())
                .setMessageId(message.getMessageId())
                .setServerTimeMs(message.getServerTimeMs())
                .build();
        answers.put(key, answer);
        delivered(message.getConversationId(), message.getSeq());
        return answer;
    }

    /** Two heads a page. */
    synchronized SyncResponse sync(SyncRequest request) {
        Map<String, Long> have = new HashMap<>();
        request.getHaveList().forEach(position -> have.put(position.getConversationId(), position.getSeq()));
        List<Head> heads = new ArrayList<>();
        conversations.forEach((id, messages) -> {
            long head = forgotten.getOrDefault(id, messages.lastKey());
            if (head > have.getOrDefault(id, 0L)) {
                heads.add(Head.newBuilder()
                        .setConversationId(id)
                        .setHeadSeq(head)
                        .setDeliveredSeq(delivered(id))
                        .build());
            }
        });
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int to = Math.min(heads.size(), from + 2);
        return SyncResponse.newBuilder()
                .addAllHeads(heads.subList(from, to))
                .setNextPageToken(to < heads.size() ? Integer.toString(to) : "")
                .build();
    }

    synchronized PullResponse pull(PullRequest request) {
        TreeMap<Long, Message> all = conversations.getOrDefault(request.getConversationId(), new TreeMap<>());
        long head = all.isEmpty() ? 0 : all.lastKey();
        long to = request.getToSeq() == 0 ? head : Math.min(head, request.getToSeq());
        List<Message> range = new ArrayList<>(all.headMap(to, true).values());
        range.removeIf(message -> message.getSeq() < request.getFromSeq());
        if (request.getBackwards()) {
            Collections.reverse(range);
        }
        boolean more = range.size() > request.getLimit();
        List<Message> page = more ? range.subList(0, request.getLimit()) : range;
        long complete =
                more && !request.getBackwards() ? page.get(page.size() - 1).getSeq() : to;
        return PullResponse.newBuilder()
                .addAllMessages(page)
                .setCompleteToSeq(complete)
                .setHeadSeq(head)
                .setMore(more)
                .build();
    }
}
