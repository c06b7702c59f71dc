package io.yizhan.server.state.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A script that lies beside this class.
 *
 * @param source what Redis runs
 * @param sha the name that Redis knows it by, once it has seen it
 */
record LuaScript(String source, String sha) {
    /**
     * Several parts run as one script, the functions of the first ones known to the last.
     *
     * @throws IllegalStateException if there is no such script
     */
    static LuaScript load(String... parts) {
        String source = Arrays.stream(parts).map(LuaScript::read).collect(Collectors.joining());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return new LuaScript(source, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static String read(String name) {
        try (InputStream in = LuaScript.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("No such script: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the script: " + name, e);
        }
    }

    ScriptCall call(List<String> keys, List<String> arguments) {
        return new ScriptCall(this, keys, arguments);
    }
}
