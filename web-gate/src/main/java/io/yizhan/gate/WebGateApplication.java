package io.yizhan.gate;

import io.yizhan.gate.start.ExitCode;
import java.time.Duration;
import org.apache.ibatis.annotations.Mapper;
import org.mybatis.spring.annotation.MapperScan;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The web gate's main program. Exits with 1, with wrong settings 78, and one line where that is enough, when it cannot
 * start; SIGTERM stops it. The auto-configurations are listed, not found: on a class path with the whole cluster
 * nothing comes in by surprise.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@ConfigurationPropertiesScan
@MapperScan(annotationClass = Mapper.class)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    MybatisAutoConfiguration.class,
    SslAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
public class WebGateApplication {
    private static final Logger log = LoggerFactory.getLogger(WebGateApplication.class);

    public static void main(String[] arguments) {
        try {
            start(arguments);
        } catch (RuntimeException | Error e) { // reported by Spring Boot; other threads would keep the process alive
            System.exit(ExitCode.of(e));
        }
    }

    /** Starts a gate in this process and returns when it is ready; whoever closes the context stops it. */
    public static ConfigurableApplicationContext start(String... arguments) {
        long begin = System.nanoTime();
        ConfigurableApplicationContext gate = SpringApplication.run(WebGateApplication.class, arguments);
        var environment = gate.getEnvironment();
        log.info(
                "The gate is ready after {} ms on {}:{}",
                Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                environment.getProperty("server.address"),
                environment.getProperty("local.server.port"));
        return gate;
    }
}
