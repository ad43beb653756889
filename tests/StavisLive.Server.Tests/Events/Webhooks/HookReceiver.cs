using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Webhooks;

/// <summary>A web server on a free port that takes calls and answers them as it is told.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<HookCall> _calls = Channel.CreateUnbounded<HookCall>();
    private readonly Func<int, HttpContext, Task> _answer;
    private int _count;

    private HookReceiver(Func<int, HttpContext, Task> answer, int port)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.First();

    /// <summary>How often it was called.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers a call; told its number, from 0. Null: all is well.</param>
    /// <param name="port">Where; 0: on a free port.</param>
    public static async Task<HookReceiver> StartAsync(Func<int, HttpContext, Task>? answer = null, int port = 0)
    {
        var receiver = new HookReceiver(answer ?? ((_, _) => Task.CompletedTask), port);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Starts one that answers with these statuses, and then with 200.</summary>
    public static Task<HookReceiver> StartAsync(params int[] statuses) => StartAsync((number, context) =>
    {
        context.Response.StatusCode = number < statuses.Length ? statuses[number] : 200;
        return Task.CompletedTask;
    });

    /// <summary>The next call.</summary>
    public async Task<HookCall> NextAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next calls.</summary>
    public async Task<List<HookCall>> NextAsync(int count)
    {
        var calls = new List<HookCall>();
        while (calls.Count < count) calls.Add(await NextAsync());
        return calls;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var number = Interlocked.Increment(ref _count) - 1;
        _calls.Writer.TryWrite(new HookCall(context.Request.Method, context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray()));
        await _answer(number, context);
    }
}
