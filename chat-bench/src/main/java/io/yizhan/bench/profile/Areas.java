package io.yizhan.bench.profile;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whose code a class is: a package of ours, a library, or the JDK. */
final class Areas {
    static final String JDK = "JDK";

    private static final String OURS = "io.yizhan.";
    /** io.yizhan.server.delivery, and what is below it with it. */
    private static final int OUR_PARTS = 4;

    private static final List<Library> LIBRARIES = List.of(
            new Library(JDK, "java.", "javax.", "jdk.", "sun.", "com.sun."),
            new Library("Netty", "io.netty."),
            new Library("Jedis", "redis.clients."),
            new Library("RocketMQ", "org.apache.rocketmq."),
            new Library("JDBC and MyBatis", "org.mariadb.", "com.zaxxer.", "org.apache.ibatis.", "org.mybatis."),
            new Library("protobuf, generated messages too", "com.google.protobuf.", "chat."),
            new Library("ZooKeeper and Curator", "org.apache.zookeeper.", "org.apache.curator."),
            new Library(
                    "Spring and Tomcat",
                    "org.springframework.",
                    "org.apache.catalina.",
                    "org.apache.coyote.",
                    "org.apache.tomcat."),
            new Library("Jackson", "tools.jackson.", "com.fasterxml."),
            new Library("Caffeine", "com.github.benmanes."),
            new Library("password hashing", "com.password4j."),
            new Library("logging", "ch.qos.", "org.slf4j."));

    private Areas() {}

    static String of(StackFrame frame) {
        String type = frame.type();
        if (type.startsWith(OURS)) {
            String place = type.substring(0, type.lastIndexOf('.'));
            return Arrays.stream(place.split("\\.")).limit(OUR_PARTS).collect(Collectors.joining("."));
        }
        return LIBRARIES.stream()
                .filter(library -> library.has(type))
                .map(Library::name)
                .findFirst()
                .orElse("other");
    }

    private record Library(String name, List<String> prefixes) {
        Library(String name, String... prefixes) {
            this(name, List.of(prefixes));
        }

        boolean has(String type) {
            return prefixes.stream().anyMatch(type::startsWith);
        }
    }
}
