package io.eventfork.cli;

import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a command prints for people, line by line, where standard output is a log and nothing
 * else. Blank lines are dropped.
 */
final class LogWriter extends Writer {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final StringBuilder begun = new StringBuilder();

    @Override
    public void write(char[] text, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    log();
                } else {
                    begun.append(text[i]);
                }
            }
        }
    }

    private void log() {
        String line = begun.toString().strip();
        begun.setLength(0);
        if (!line.isEmpty()) {
            LOG.info("{}", line);
        }
    }

    @Override
    public void flush() {
        // A line is logged when it ends.
    }

    @Override
    public void close() {
        synchronized (lock) {
            log();
        }
    }
}
