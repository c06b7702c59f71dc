package io.yizhan.gate.user;

import com.password4j.BcryptFunction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash that another program has made with bcrypt; read here and never made. Its cost is between bounds: cheaper ones
 * are tried too quickly by whoever has got at the table, and dearer ones would hold a thread for seconds.
 *
 * @param text {@code $2a$}, {@code $2b$} or {@code $2y$}, cost, salt and digest; never printed
 * @param cost two to the power of this are the rounds
 */
record BcryptHash(String text, int cost) {
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d{2})\\$[./A-Za-z0-9]{53}");
    private static final int LEAST_COST = 10;
    private static final int MOST_COST = 14;
    private static final int MOST_BYTES = 72;
    private static final String ANY_SALT_AND_DIGEST = ".".repeat(53);

    /** Empty if it is none, or of a cost that is not accepted. */
    static Optional<BcryptHash> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(form.group(1));
        return cost < LEAST_COST || cost > MOST_COST ? Optional.empty() : Optional.of(new BcryptHash(text, cost));
    }

    /** One of no password, which takes as long as others of this cost. */
    static BcryptHash ofNothing(int cost) {
        return new BcryptHash("$2b$" + cost + "$" + ANY_SALT_AND_DIGEST, cost);
    }

    /**
     * Whether it was made of {@code password}. Never of one that bcrypt does not look at as a whole, which is one with
     * more than 72 bytes or with a zero among them; that takes the same time.
     */
    boolean matches(String password) {
        // The three are one function; of $2a$ the library has another idea, which is wrong beyond ASCII.
        String known = "$2b$" + text.substring(4);
        boolean same = BcryptFunction.getInstanceFromHash(known).check(password, known);
        return same && password.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES && password.indexOf('\0') < 0;
    }

    @Override
    public String toString() {
        return "BcryptHash[cost=" + cost + "]";
    }
}
