package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a sync goes on. Conversations only ever move to the front of the list, so one that has not moved is never
 * before the offset; those that have moved since a pass began come in the next pass, over what was active since then.
 *
 * @param syncMs when the first pass began, Unix epoch milliseconds
 * @param beganMs when this pass began
 * @param pass counted from 1
 * @param offset how much of its list this pass has seen
 * @param sinceMs this pass goes over what was active at this time or later
 */
record PageToken(long syncMs, long beganMs, int pass, int offset, long sinceMs) {
    private static final Pattern FORM =
            Pattern.compile("1\\.(\\d{1,15})\\.(\\d{1,15})\\.(\\d)\\.(\\d{1,8})\\.(\\d{1,15})");
    /** By so much may an entry of the index lag behind: skewed clocks, and the way to it. */
    private static final long LAG_MS = 15_000;
    /**
     * For one whose conversations move faster than they are paged; what moves after its login is pushed to it anyway.
     */
    private static final int MOST_PASSES = 3;

    static PageToken start(long nowMs) {
        return new PageToken(nowMs, nowMs, 1, 0, 0);
    }

    /** @throws RequestRefused for anything that {@link #encoded} did not make */
    static PageToken parse(String token) {
        Matcher form = FORM.matcher(decoded(token));
        if (!form.matches()) {
            throw refused();
        }
        return new PageToken(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                Integer.parseInt(form.group(3)),
                Integer.parseInt(form.group(4)),
                Long.parseLong(form.group(5)));
    }

    String encoded() {
        String text = "1." + syncMs + "." + beganMs + "." + pass + "." + offset + "." + sinceMs;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    boolean isFirstPass() {
        return pass == 1;
    }

    /** The rest of this pass. */
    PageToken further(int seen) {
        return new PageToken(syncMs, beganMs, pass, offset + seen, sinceMs);
    }

    /** What comes when this pass is through; nothing if it was one read of the list, which has seen all. */
    Optional<PageToken> nextPass(long nowMs) {
        if (offset == 0 || pass >= MOST_PASSES) {
            return Optional.empty();
        }
        return Optional.of(new PageToken(syncMs, nowMs, pass + 1, 0, Math.max(0, beganMs - LAG_MS)));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static RequestRefused refused() {
        return new RequestRefused(ErrorCode.INVALID_ARGUMENT, "Not a page token of a sync");
    }
}
