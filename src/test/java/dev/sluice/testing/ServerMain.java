package dev.sluice.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Runs another class's main method until standard input ends, which it does at the latest when the
 * process that started this one is gone.
 */
final class ServerMain {
  private ServerMain() {}

  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(ServerMain::haltAtEnd, "parent");
    watch.setDaemon(true);
    watch.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void haltAtEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }
}
