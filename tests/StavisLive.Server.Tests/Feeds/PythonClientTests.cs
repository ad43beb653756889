namespace StavisLive.Server.Tests.Feeds;

/// <summary>The client in Python before servers that misbehave.</summary>
public sealed class PythonClientTests
{
    // Closes the connection where `answer` gives nothing.
    private const string Server = """
        import asyncio, json, struct, stavis_live, websockets

        async def serve(answer, use):
            async def handle(socket, *_):
                async for text in socket:
                    if not await answer(socket, json.loads(text)):
                        return
            async with websockets.serve(handle, "127.0.0.1", 0) as listening:
                port = listening.sockets[0].getsockname()[1]
                async with stavis_live.connect(f"http://127.0.0.1:{port}", waiting=4) as server:
                    await use(server)

        """;

    private const string Ended = Server + """
        async def answer(socket, wanted):
            return False

        async def use(server):
            for read in server.events(), server.sources(), server.maps("hall"):
                try:
                    async for _ in read:
                        print("something came")
                except stavis_live.StavisError as problem:
                    print(problem)

        asyncio.run(serve(answer, use))
        """;

    // Once the sources come, everything else has come.
    private const string Unread = Server + """
        async def answer(socket, wanted):
            if wanted["type"] == "unsubscribe":
                return True
            channel = wanted["channel"]
            await socket.send(json.dumps({"type": "subscribed", "channel": channel}))
            if "maps" in wanted:
                await send_map(socket, channel, 0)
            elif "events" in wanted:
                await send_event(socket, channel, 0)
            else:
                for number in range(1, 100):
                    await send_map(socket, 0, number)
                    await send_event(socket, 1, number)
                await socket.send(json.dumps({"type": "ended", "channel": 0}))
                await socket.send(json.dumps({"type": "sources", "channel": channel, "sources": []}))
            return True

        async def send_map(socket, channel, frame):
            header = json.dumps({"channel": channel, "source": "hall", "frame": frame, "time": 0, "peak": [0, 0], "entropy": 1, "skipped": 0}).encode()
            await socket.send(struct.pack("<I", len(header)) + header)

        async def send_event(socket, channel, number):
            await socket.send(json.dumps({"type": "event", "channel": channel, "event": {"id": number}}))

        async def use(server):
            maps, events, sources = server.maps("hall"), server.events(), server.sources()
            await maps.__anext__()
            await events.__anext__()
            await sources.__anext__()
            print([(m.frame, m.skipped) async for m in maps])
            print(all([(await events.__anext__())["id"] == number for number in range(1, 100)]))

        asyncio.run(serve(answer, use))
        """;

    // Tells the channel that was asked for. The client has had nearly all of them, and still reads the first.
    private const string Round = Server + """
        async def answer(socket, wanted):
            if wanted["type"] == "subscribe":
                await socket.send(json.dumps({"type": "sources", "channel": wanted["channel"], "sources": [wanted["channel"]]}))
            return True

        async def use(server):
            first = server.sources()
            print(await first.__anext__())
            server._next = 65535
            for read in server.sources(), server.sources(), server.sources():
                print(await read.__anext__())
                await read.aclose()

        asyncio.run(serve(answer, use))
        """;

    [Fact]
    public async Task Subscribe_MoreOftenThanThereAreChannels_TakesThoseThatAreFreeAgain()
    {
        await using var client = new PythonScript(Round);

        Assert.Equal(["[0]", "[65535]", "[1]", "[2]"], await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Read_ConnectionHasEnded_FailsInWords()
    {
        await using var client = new PythonScript(Ended);

        Assert.Equal(Enumerable.Repeat("The connection to the server has ended.", 3), await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Read_Late_LosesMapsAloneAndCountsThem()
    {
        await using var client = new PythonScript(Unread);

        Assert.Equal(["[(96, 95), (97, 95), (98, 95), (99, 95)]", "True"], await client.ReadToEndAsync());
    }
}
