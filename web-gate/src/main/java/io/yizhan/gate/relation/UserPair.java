package io.yizhan.gate.relation;

import io.yizhan.identity.UserId;

/** Two users as the table of friendships names them: in ascending byte order. */
record UserPair(String low, String high) {
    static UserPair of(UserId one, UserId other) {
        boolean ascending = one.compareTo(other) <= 0;
        return new UserPair((ascending ? one : other).value(), (ascending ? other : one).value());
    }
}
