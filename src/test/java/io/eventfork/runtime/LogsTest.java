package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogsTest {

    private final LoggerContext context = new LoggerContext();

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
        var console =
                (ConsoleAppender<ILoggingEvent>)
                        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        assertThat(console.isStarted()).isTrue();
        assertThat(((PatternLayoutEncoder) console.getEncoder()).getPattern())
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
