package io.yizhan.server.standalone;

import io.yizhan.group.GroupRefusal;

/** A call that is refused: an HTTP status, and the stable code of the problem document (protocol, section 5). */
final class LocalRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private LocalRefusal(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    static LocalRefusal invalid(String detail) {
        return new LocalRefusal(400, "INVALID_ARGUMENT", detail);
    }

    static LocalRefusal badToken() {
        return new LocalRefusal(401, "BAD_TOKEN", "A valid bearer token is needed: log in");
    }

    static LocalRefusal badCredentials() {
        return new LocalRefusal(401, "BAD_CREDENTIALS", "User or password is wrong");
    }

    static LocalRefusal forbidden() {
        return new LocalRefusal(403, "FORBIDDEN", "A worker that runs alone has no administrators");
    }

    /** What becomes of a command to a group that is refused. */
    static LocalRefusal of(GroupRefusal why, String detail) {
        int status = switch (why) {
            case INVALID_ARGUMENT -> 400;
            case NOT_A_MEMBER, FORBIDDEN -> 403;
            case NO_SUCH_GROUP, NO_SUCH_USER -> 404;
            case GROUP_EXISTS, GROUP_FULL -> 409;
            case OVERLOADED, UNAVAILABLE -> 503;
        };
        return new LocalRefusal(status, why.name(), detail);
    }

    static LocalRefusal notFound() {
        return new LocalRefusal(404, "NOT_FOUND", "There is nothing at this path");
    }

    static LocalRefusal methodNotAllowed() {
        return new LocalRefusal(405, "METHOD_NOT_ALLOWED", "This path does not know this method");
    }

    static LocalRefusal userExists() {
        return new LocalRefusal(409, "USER_EXISTS", "The name is taken");
    }

    static LocalRefusal noWorker() {
        return new LocalRefusal(503, "NO_WORKER", "No worker can take a client now");
    }

    static LocalRefusal internal() {
        return new LocalRefusal(500, "INTERNAL", "The worker failed");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
