package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * How a request and its answer are written: in AWS JSON 1.1 or, as the AWS SDK for Java does unless
 * told otherwise, in CBOR with the same members. A blob is base64 in JSON and bytes in CBOR. In the
 * tree of an answer it is a binary node, and a timestamp an {@link java.time.Instant}. Thread-safe.
 */
enum Wire {
    JSON("application/x-amz-json-1.1") {
        @Override
        Members read(byte[] body) {
            return Members.of(body);
        }
    },

    CBOR("application/x-amz-cbor-1.1") {
        @Override
        Members read(byte[] body) {
            try {
                JsonNode root = CBOR_READER.read(body);
                if (root.isObject()) {
                    return Members.of((ObjectNode) root);
                }
            } catch (IOException e) {
                // Answered below, as any other document.
            }
            throw KinesisErrors.error("SerializationException", "The request is no CBOR map.");
        }
    };

    private static final CBORFactory CBOR_FACTORY = new CBORFactory();
    private static final CborReader CBOR_READER = new CborReader(CBOR_FACTORY);
    private static final SimpleModule TIMESTAMPS =
            new SimpleModule().addSerializer(new TimestampWriter());
    private static final ObjectMapper JSON_WRITER =
            JsonMapper.builder().addModule(TIMESTAMPS).build();
    private static final ObjectMapper CBOR_WRITER =
            CBORMapper.builder(CBOR_FACTORY).addModule(TIMESTAMPS).build();

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    /** What the request says it is. */
    static Wire of(ServiceRequest request) {
        return request.headers().getOrDefault("content-type", "").startsWith(CBOR.contentType)
                ? CBOR
                : JSON;
    }

    /**
     * Reads a request.
     *
     * @throws JsonException {@code SerializationException} if it is not one
     */
    abstract Members read(byte[] body);

    ServiceResponse success(ObjectNode result) {
        return answer(200, Map.of("content-type", contentType), result);
    }

    ServiceResponse failure(JsonException failure) {
        return answer(
                failure.status(),
                Map.of("content-type", contentType, "x-amzn-errortype", failure.code()),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("__type", failure.code())
                        .put("message", failure.getMessage()));
    }

    private ServiceResponse answer(int status, Map<String, String> headers, ObjectNode document) {
        try {
            ObjectMapper writer = this == CBOR ? CBOR_WRITER : JSON_WRITER;
            return new ServiceResponse(status, headers, writer.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
