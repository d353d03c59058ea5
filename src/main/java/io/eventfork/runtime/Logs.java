package io.eventfork.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged, and how a line looks. Logback finds this class as a service; a file that {@code
 * -Dlogback.configurationFile} names takes its place. It is no XML file of our own, because to read
 * one takes longer than to start the HTTP server.
 */
public final class Logs extends ContextAwareBase implements Configurator {

    /** How many lines of a stack trace are logged. */
    static final int STACK_LINES = 6;

    private static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%n%ex{" + STACK_LINES + "}";
    private static final String CONSOLE = "console";
    private static final String FORMAT = "eventfork.log-format";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        level(context, Logger.ROOT_LOGGER_NAME, Level.WARN);
        level(context, "io.eventfork", Level.INFO);
        // It warns of the parts of the contract that are no schemas.
        level(context, "com.networknt.schema", Level.ERROR);
        // These say with a stack trace, and unmasked, what delivery and the HTTP error policy say
        // in a line.
        level(context, "org.apache.camel.processor.errorhandler", Level.OFF);
        level(context, "org.apache.camel.processor.aggregate", Level.OFF);
        // It prints a stack trace of every caller that hangs up; FaultAnswers tells of what else
        // goes wrong.
        level(context, "io.vertx.ext.web.RoutingContext", Level.OFF);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Whether lines are JSON by the settings; they are from now on. A log file configuration of the
     * operator's decides for itself.
     *
     * @throws StartException if the settings name another format
     */
    public static boolean areJson(Settings settings) {
        if (!settings.oneOf(FORMAT, "text", "json").equals("json")) {
            return false;
        }
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            toJson(context);
        }
        return true;
    }

    static void toJson(LoggerContext context) {
        Appender<ILoggingEvent> console =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE);
        if (System.getProperty("logback.configurationFile") == null
                && console instanceof ConsoleAppender<ILoggingEvent> ours) {
            JsonLines encoder = new JsonLines();
            encoder.setContext(context);
            encoder.start();
            ours.setEncoder(encoder);
        }
    }

    private static void level(LoggerContext context, String logger, Level level) {
        context.getLogger(logger).setLevel(level);
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName(CONSOLE);
        console.setEncoder(encoder);
        console.start();
        return console;
    }
}
