package io.yizhan.server.audience;

import io.yizhan.identity.GroupId;
import java.util.ArrayList;
import java.util.List;

/** What a change of the book asks of others: interest that begins or ends, groups that have to be read. */
final class Changes {
    final List<GroupId> begun = new ArrayList<>();
    final List<GroupId> ended = new ArrayList<>();
    final List<LocalGroup> unclear = new ArrayList<>();
}
