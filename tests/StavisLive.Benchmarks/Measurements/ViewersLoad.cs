using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using StavisLive.Grpc.V1;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>
/// What viewers cost the program: the built-in scene at 25 frames per second through the default network, alone, with fifty WebSocket
/// viewers (pictures with maps) and twenty gRPC subscribers (every map), and with five more that never read. Everybody is on this machine.
/// </summary>
internal static class ViewersLoad
{
    private const int Viewers = 50;
    private const int Subscribers = 20;
    private const int Stuck = 5;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(10);

    /// <summary>Measures and writes a line for each phase.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="phase">How long each takes.</param>
    public static async Task MeasureAsync(TextWriter output, TimeSpan phase)
    {
        using var program = Start();
        try
        {
            var address = await AddressAsync(program);
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            await Task.Delay(Warming);
            output.WriteLine(await RunAsync("alone", client, program, [], phase));

            using var stop = new CancellationTokenSource();
            var ages = new List<double>[Viewers + Subscribers];
            for (var index = 0; index < ages.Length; index++) ages[index] = new List<double>(1 << 16);
            List<Task> watching =
            [
                .. Enumerable.Range(0, Viewers).Select(index => WatchAsync(address, ages[index], stop.Token)),
                .. Enumerable.Range(0, Subscribers).Select(index => SubscribeAsync(address, ages[Viewers + index], stop.Token)),
            ];
            output.WriteLine(await RunAsync($"{Viewers} viewers, {Subscribers} subscribers", client, program, ages, phase));
            var stuck = await Task.WhenAll(Enumerable.Range(0, Stuck).Select(_ => ConnectAsync(address, CancellationToken.None)));
            output.WriteLine(await RunAsync($"{Stuck} more that never read", client, program, ages, phase));
            await stop.CancelAsync();
            await Task.WhenAll(watching);
            foreach (var socket in stuck) socket.Dispose();
            output.WriteLine(await RunAsync("alone again", client, program, [], phase));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "stavis-live.dll"), "--synthetic", "--serve", "0", "--no-display"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> AddressAsync(Process program)
    {
        while (await program.StandardError.ReadLineAsync() is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = program.StandardError.ReadToEndAsync();
                return line[at..].Trim();
            }
        }
        throw new InvalidOperationException("The program did not say where it listens.");
    }

    private static async Task<string> RunAsync(string name, HttpClient client, Process program, List<double>[] ages, TimeSpan phase)
    {
        foreach (var list in ages)
        {
            lock (list) list.Clear();
        }
        var (before, begun) = (await SourceAsync(client), Stopwatch.GetTimestamp());
        program.Refresh();
        var processor = program.TotalProcessorTime;
        await Task.Delay(phase);
        var (after, seconds) = (await SourceAsync(client), Stopwatch.GetElapsedTime(begun).TotalSeconds);
        program.Refresh();
        var rate = (after.GetProperty("mapsOut").GetInt64() - before.GetProperty("mapsOut").GetInt64()) / seconds;
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {rate:0.0} maps/s, capture to map p50 {after.GetProperty("captureToMapP50").GetDouble():0} p95 {after.GetProperty("captureToMapP95").GetDouble():0} ms, {(program.TotalProcessorTime - processor).TotalSeconds / seconds * 100:0}% of a processor, {program.WorkingSet64 >> 20} MB"));
        List<double> all = [.. ages.SelectMany(Copy)];
        if (all.Count == 0) return text.ToString();
        all.Sort();
        return text.Append(CultureInfo.InvariantCulture, $"; {all.Count / seconds:0} messages/s, age at arrival p50 {all[all.Count / 2]:0} p95 {all[(int)(all.Count * 0.95)]:0} ms").ToString();
    }

    private static double[] Copy(List<double> list)
    {
        lock (list) return [.. list];
    }

    private static async Task<JsonElement> SourceAsync(HttpClient client) => await client.GetFromJsonAsync<JsonElement>("/api/sources/synthetic");

    private static async Task<ClientWebSocket> ConnectAsync(string address, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(address.Replace("http", "ws", StringComparison.Ordinal) + "/api/ws"), stop);
        await socket.SendAsync("""{"type":"subscribe","channel":1,"source":"synthetic","pictures":true,"maps":{}}"""u8.ToArray(), WebSocketMessageType.Text, true, stop);
        return socket;
    }

    // What a message's age was when it was sent, and how long it took from there: both ends have one clock.
    private static async Task WatchAsync(string address, List<double> ages, CancellationToken stop)
    {
        try
        {
            using var socket = await ConnectAsync(address, stop);
            var buffer = new byte[1 << 20];
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Binary) Note(ages, AgeOf(buffer));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is over.
        }
    }

    private static double AgeOf(byte[] message)
    {
        var header = JsonSerializer.Deserialize<JsonElement>(message.AsSpan(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(message)));
        return header.GetProperty("captureToMap").GetDouble() + (TimeProvider.System.GetUtcNow() - header.GetProperty("at").GetDateTimeOffset()).TotalMilliseconds;
    }

    private static async Task SubscribeAsync(string address, List<double> ages, CancellationToken stop)
    {
        using var channel = GrpcChannel.ForAddress(address);
        using var call = new Maps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "synthetic" }, cancellationToken: stop);
        try
        {
            while (await call.ResponseStream.MoveNext(stop))
            {
                var map = call.ResponseStream.Current;
                Note(ages, map.CaptureToMap.ToTimeSpan().TotalMilliseconds + (TimeProvider.System.GetUtcNow() - map.At.ToDateTimeOffset()).TotalMilliseconds);
            }
        }
        catch (global::Grpc.Core.RpcException) when (stop.IsCancellationRequested)
        {
            // It is over.
        }
    }

    private static void Note(List<double> ages, double age)
    {
        lock (ages) ages.Add(age);
    }
}
