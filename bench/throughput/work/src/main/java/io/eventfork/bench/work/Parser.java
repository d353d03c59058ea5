package io.eventfork.bench.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Parses a message body. Thread-safe. */
public final class Parser {

    private final ObjectMapper json = new ObjectMapper();

    public Event parse(String body) throws JsonProcessingException {
        return new Event(json.readTree(body), body);
    }
}
