package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import io.yizhan.protocol.Mentions;
import io.yizhan.server.archive.mysql.GroupMapper.MentionRow;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Notes who is mentioned in messages of groups, in the transaction that writes them. */
final class GroupMentions {
    /** The order in which everybody locks them. */
    private static final Comparator<MentionRow> BY_KEY =
            Comparator.comparing(MentionRow::groupId).thenComparing(MentionRow::userId);

    private final GroupMapper mapper;

    GroupMentions(GroupMapper mapper) {
        this.mapper = mapper;
    }

    /** @param written rows of any conversations */
    void note(List<MessageRow> written) {
        List<MentionRow> rows = written.stream()
                .filter(MessageRow::isMessage)
                .flatMap(GroupMentions::of)
                .sorted(BY_KEY)
                .toList();
        if (!rows.isEmpty()) {
            mapper.mention(rows);
        }
    }

    private static Stream<MentionRow> of(MessageRow row) {
        return new ConversationId(row.getConversationId())
                .group().stream()
                        .flatMap(group -> Mentions.in(row.message().getContent()).names().stream()
                                .map(name -> new MentionRow(
                                        group.value(),
                                        name.equals(Mentions.ALL) ? MentionRow.ALL : name,
                                        row.getSeq())));
    }
}
