package io.yizhan.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.group.GroupRole;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent.Created;
import io.yizhan.protocol.GroupEvent.Joined;
import io.yizhan.protocol.GroupEvent.Left;
import io.yizhan.protocol.GroupEvent.Removed;
import io.yizhan.protocol.GroupEvent.Renamed;
import io.yizhan.protocol.GroupEvent.RoleGiven;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupEventTest {
    private static final UserId ANN = new UserId("ann");

    static List<GroupEvent> all() {
        return List.of(
                new Created(ANN, "c1"),
                new Joined(ANN, "c1"),
                new Left(ANN, "c1"),
                new Removed(ANN, "c1"),
                new RoleGiven(ANN, GroupRole.ADMIN, "c1"),
                new Renamed(ANN, "书友会", "c1"));
    }

    private static Message message(Content content) {
        return Message.newBuilder().setFromUserId("bob").setContent(content).build();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isFoundInTheMessageThatTellsOfIt(GroupEvent event) {
        assertThat(GroupEvent.in(message(event.notice()))).contains(event);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isTheServersWordOnly(GroupEvent event) {
        Message fromADevice =
                message(event.notice()).toBuilder().setFromDeviceId("phone").build();
        Content text = event.notice().toBuilder().setType(ContentType.TEXT).build();

        assertThat(GroupEvent.in(fromADevice)).isEmpty();
        assertThat(GroupEvent.in(message(text))).isEmpty();
    }

    @Test
    void saysWhatTheProtocolSays() {
        Content notice = new RoleGiven(ANN, GroupRole.ADMIN, "c1").notice();

        assertThat(notice.getType()).isEqualTo(ContentType.SYSTEM);
        assertThat(notice.getPropertiesMap())
                .isEqualTo(Map.of("event", "role", "user_id", "ann", "role", "ADMIN", "change", "c1"));
    }

    @Test
    void isNoneWithoutAllThatMakesOne() {
        Content recall = new Recall(7, ANN).notice();
        Content noChange = new Joined(ANN, "c1")
                .notice().toBuilder().removeProperties("change").build();
        Content noRole = new RoleGiven(ANN, GroupRole.ADMIN, "c1")
                .notice().toBuilder().putProperties("role", "KING").build();

        assertThat(GroupEvent.in(message(recall))).isEmpty();
        assertThat(GroupEvent.in(message(noChange))).isEmpty();
        assertThat(GroupEvent.in(message(noRole))).isEmpty();
    }
}
