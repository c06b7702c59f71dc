package io.yizhan.gate.admin;

import io.yizhan.access.RegistryEntry;
import io.yizhan.access.SessionBook;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.gate.login.PlatformName;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Who is logged in, for admins: as the workers' registry says, but for workers that ZooKeeper has seen go. */
@RestController
final class SessionsController {
    private final Admins admins;
    private final NodeView view;
    private final SessionBook book;
    private final UserDirectory users;

    SessionsController(Admins admins, NodeView view, SessionBook book, UserDirectory users) {
        this.admins = admins;
        this.view = view;
        this.book = book;
        this.users = users;
    }

    /** Up to half a second old, as the workers report it. */
    @GetMapping("/api/v1/online")
    Online online(Caller caller) {
        admins.require(caller);
        List<NodeCount> nodes = view.nodes().stream()
                .sorted(Comparator.comparing(ImNode::id))
                .map(node -> new NodeCount(node.id().value(), node.balance()))
                .toList();
        return new Online(nodes.stream().mapToLong(NodeCount::sessions).sum(), nodes);
    }

    @GetMapping("/api/v1/users/{userId}/sessions")
    Sessions sessions(Caller caller, @PathVariable String userId) {
        admins.require(caller);
        UserId user = known(userId);
        SessionBook.Page page = page(user);
        List<Session> sessions = page.sessions().entrySet().stream()
                .filter(entry -> mayLive(entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Session.of(entry.getKey(), entry.getValue()))
                .toList();
        return new Sessions(user.value(), !sessions.isEmpty(), page.lastSeenMs(), sessions);
    }

    @GetMapping("/api/v1/users/{userId}/devices/{deviceId}")
    Device device(Caller caller, @PathVariable String userId, @PathVariable String deviceId) {
        admins.require(caller);
        if (!DeviceId.isValid(deviceId)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "Not a device id");
        }
        UserId user = known(userId);
        boolean online = Optional.ofNullable(page(user).sessions().get(new DeviceId(deviceId)))
                .filter(this::mayLive)
                .isPresent();
        return new Device(user.value(), deviceId, online);
    }

    private UserId known(String name) {
        if (!UserId.isValid(name)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "Not a user id");
        }
        UserId user = new UserId(name);
        if (users.find(user).isEmpty()) {
            throw new Refusal(GateError.NO_SUCH_USER, "Nobody has this id");
        }
        return user;
    }

    private SessionBook.Page page(UserId user) {
        return book.look(List.of(user)).getOrDefault(user, SessionBook.Page.EMPTY);
    }

    /** What is newer than all that the view has heard of has joined just now. */
    private boolean mayLive(RegistryEntry entry) {
        return view.isAlive(entry.holder()) || entry.holder().epoch() > view.newestEpoch();
    }

    record Online(long sessions, List<NodeCount> nodes) {}

    record NodeCount(long id, long sessions) {}

    record Sessions(String userId, boolean online, long lastSeenMs, List<Session> sessions) {}

    record Session(String deviceId, String platform, long nodeId, long sinceMs) {
        static Session of(DeviceId device, RegistryEntry entry) {
            return new Session(
                    device.value(),
                    PlatformName.of(entry.platform()),
                    entry.holder().node().value(),
                    entry.sinceMs());
        }
    }

    record Device(String userId, String deviceId, boolean online) {}
}
