package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

class LogsTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void takeThisThreadsIds() {
        context.setMDCAdapter(MDC.getMDCAdapter());
    }

    private ConsoleAppender<ILoggingEvent> console() {
        return (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    }

    @Test
    void isFoundByLogback() {
        assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(Logs.class);
    }

    @Test
    void writesWarningsOfAllAndNewsOfItsOwnToTheConsole() {
        assertThat(new Logs().configure(context))
                .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(context.getLogger("org.apache.camel.Camel").getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger("io.eventfork.runtime.Application").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(console().isStarted()).isTrue();
        assertThat(((PatternLayoutEncoder) console().getEncoder()).getPattern())
                .startsWith("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level");
    }

    @Test
    void isSilentWhereOthersWouldPrintBodiesOrStackTraces() {
        new Logs().configure(context);

        for (String logger :
                new String[] {
                    "org.apache.camel.processor.errorhandler.DefaultErrorHandler",
                    "org.apache.camel.processor.aggregate.AggregateProcessor",
                    "io.vertx.ext.web.RoutingContext"
                }) {
            assertThat(context.getLogger(logger).getEffectiveLevel()).isEqualTo(Level.OFF);
        }
    }

    @Test
    void aLineOfJsonHoldsTheIdsAndAShortStack() throws Exception {
        new Logs().configure(context);
        Logs.toJson(context);
        MDC.put("messageId", "m-1");
        LoggingEvent event;
        try {
            event =
                    new LoggingEvent(
                            "",
                            context.getLogger("io.eventfork.Some"),
                            Level.WARN,
                            "Two \"lines\":\n{}.",
                            new IllegalStateException("broken"),
                            new Object[] {"done"});
            event.getMDCPropertyMap();
        } finally {
            MDC.clear();
        }

        String line = new String(console().getEncoder().encode(event), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("timestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(json.get("level").asText()).isEqualTo("WARN");
        assertThat(json.get("logger").asText()).isEqualTo("io.eventfork.Some");
        assertThat(json.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
        assertThat(json.get("message").asText()).isEqualTo("Two \"lines\":\ndone.");
        assertThat(json.get("messageId").asText()).isEqualTo("m-1");
        assertThat(json.at("/error/type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(json.at("/error/message").asText()).isEqualTo("broken");
        assertThat(json.at("/error/stack").asText().lines().count())
                .isLessThanOrEqualTo(Logs.STACK_LINES + 2L);
    }

    @Test
    void textIsTheDefaultAndAnotherWordIsRefused() {
        assertThat(Logs.areJson(settings(Map.of()))).isFalse();
        assertThatThrownBy(() -> Logs.areJson(settings(Map.of("eventfork.log-format", "xml"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("one of text, json");
    }

    private static Settings settings(Map<String, String> options) {
        return Settings.load(options, Optional.empty(), Map.of(), new Properties());
    }

    @Test
    void givesWayToAFileOfTheOperators() {
        System.setProperty("logback.configurationFile", "mine.xml");
        try {
            assertThat(new Logs().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        } finally {
            System.clearProperty("logback.configurationFile");
        }
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console")).isNull();
    }
}
