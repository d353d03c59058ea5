package io.eventfork.cart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that answers as it is told, for refusals that no real one has a switch for. */
final class ScriptedMailServer implements AutoCloseable {

    private final ServerSocket listening;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> answers = Map.of();

    ScriptedMailServer() {
        try {
            listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "scripted-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /**
     * Other answers than those of a server that takes everything, by the first word of a command.
     */
    void answering(Map<String, String> others) {
        answers = others;
    }

    List<String> commands() {
        return commands;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                serve(socket);
            } catch (IOException e) {
                // The test is over, or the client has gone: the next one may come.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        answer(out, answers.getOrDefault("CONNECT", "220 ready"));
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    answer(out, answers.getOrDefault(".", "250 taken"));
                }
                continue;
            }
            String word = line.split(" ", 2)[0];
            String usual =
                    switch (word) {
                        case "EHLO" -> "250-here\r\n250 AUTH PLAIN";
                        case "DATA" -> "354 go on";
                        case "QUIT" -> "221 bye";
                        default -> "250 fine";
                    };
            String answer = answers.getOrDefault(word, usual);
            answer(out, answer);
            data = word.equals("DATA") && answer.startsWith("354");
        }
    }

    private static void answer(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
