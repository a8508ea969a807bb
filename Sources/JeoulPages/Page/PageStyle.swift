/// How a page looks: one style for screens of every width, light and dark, and for paper.
enum PageStyle {
    static let css: StaticString = """
        :root{color-scheme:light dark;--paper:#fdfcf8;--ink:#1c1b19;--soft:#5b574f;--line:#dcd8ce;--tint:#f3f0e7;--accent:#1f4f86;
        --range:#dbe7f5;--bar:#5a8fd0;--good:#1b6e3c;--more:#0b666b;--bad:#a8201a;--open:#7a5200;--none:#5b574f;--t0:#dbe7f5;--t1:#f7e6c4}
        @media (prefers-color-scheme:dark){:root{--paper:#17181b;--ink:#ecebe7;--soft:#b3afa6;--line:#3a3b40;--tint:#212328;--accent:#9cc4f2;
        --range:#25384f;--bar:#5387c8;--good:#74d098;--more:#6fd0d4;--bad:#ff9489;--open:#efbb63;--none:#b3afa6;--t0:#263f5c;--t1:#4b3b18}}
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.65 "Pretendard","Apple SD Gothic Neo","Noto Sans CJK KR","Noto Sans KR","Malgun Gothic",system-ui,-apple-system,"Segoe UI",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
        h1,h2,.verdict,blockquote{font-family:"Noto Serif CJK KR","Noto Serif KR","Nanum Myeongjo","AppleMyungjo",Georgia,"Times New Roman",serif;font-weight:700;line-height:1.4}
        header,main,footer{width:min(820px,100% - 40px);margin:0 auto}
        header{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;justify-content:space-between;padding-top:20px;padding-bottom:8px;border-bottom:3px double var(--ink)}
        header .name{font-weight:700;letter-spacing:.02em}header .name small{color:var(--soft);font-weight:400}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .switch label{display:inline-block;padding:2px 12px;border:1px solid var(--soft);cursor:pointer}
        .switch label:first-of-type{border-radius:14px 0 0 14px}.switch label:last-of-type{border-radius:0 14px 14px 0;border-left:0}
        #l-ko:checked~header [for=l-ko],#l-en:checked~header [for=l-en]{background:var(--ink);color:var(--paper)}
        #l-ko:focus-visible~header [for=l-ko],#l-en:focus-visible~header [for=l-en]{outline:3px solid var(--accent);outline-offset:2px}
        #l-ko:checked~* .en,#l-en:checked~* .ko{display:none}
        section{margin:44px 0}h1{font-size:clamp(1.35rem,1rem + 2vw,2rem);margin:28px 0 8px}h2{font-size:1.25rem;margin:0 0 10px;padding-top:10px;border-top:1px solid var(--ink)}
        h3{font-size:1rem;margin:26px 0 4px}p{margin:10px 0}a{color:var(--accent)}
        h4{font-size:.9375rem;margin:14px 0 2px}article.claim{margin:0 0 40px}blockquote{margin:18px 0 6px;padding:0}
        blockquote h1,blockquote h2{margin:0;padding:0;border:0;font-size:clamp(1.25rem,1rem + 1.6vw,1.75rem)}
        .source,.note,figcaption,.soft{color:var(--soft);font-size:.875rem}
        .warning{color:var(--open);font-weight:600}.contents{margin:18px 0;font-size:.9rem}.contents ol{columns:2;column-gap:28px;padding-left:1.6em;margin:4px 0}.contents li{break-inside:avoid}
        .basis{color:var(--soft);font-size:.9rem;padding-left:22px;margin-top:-6px}
        .verdict{font-size:1.125rem;border-left:6px solid var(--none);padding:2px 0 2px 16px;margin:18px 0;font-weight:500}
        .badges{display:flex;flex-wrap:wrap;gap:8px;list-style:none;padding:0;margin:14px 0}
        .badges li{border:1.5px solid currentColor;border-radius:4px;padding:1px 10px;font-weight:700;font-size:.875rem}
        .supported{color:var(--good);border-color:var(--good)}.more_than_claimed{color:var(--more);border-color:var(--more)}
        .contradicted{color:var(--bad);border-color:var(--bad)}.inconclusive{color:var(--open);border-color:var(--open)}.plain{color:var(--accent)}.not_judged{color:var(--none);border-color:var(--none)}
        .verdict.supported,.verdict.more_than_claimed,.verdict.contradicted,.verdict.inconclusive,.verdict.not_judged{color:var(--ink)}
        figure{margin:18px 0 26px}figcaption{margin-top:4px}.wide{display:block}.narrow{display:none}
        .multiples{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:20px 24px}
        svg.chart{display:block;width:100%;height:auto}.narrow svg.chart,.multiples svg.chart{max-width:420px}
        svg text{fill:var(--ink);font-family:inherit}svg text.heading{font-weight:700}svg text.faint,svg text.axis{fill:var(--soft)}
        svg line{stroke-width:1}svg .axis{stroke:var(--ink)}svg text.axis{stroke:none}svg .grid{stroke:var(--line)}svg .range{fill:var(--range)}svg .range-edge{stroke:var(--accent);stroke-dasharray:3 2}
        svg .bar{fill:var(--bar)}svg .whisker{stroke:var(--ink);stroke-width:1.5}
        svg line.supported,svg line.more_than_claimed,svg line.contradicted,svg line.inconclusive,svg line.not_judged,svg line.plain{stroke:currentColor;stroke-width:2.5}
        svg circle{fill:currentColor}
        .scroll{overflow-x:auto;margin:12px 0}table{border-collapse:collapse;font-size:.875rem;width:100%;font-variant-numeric:tabular-nums}
        th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);word-break:normal;overflow-wrap:normal}
        th{border-bottom:1.5px solid var(--ink);vertical-align:bottom;word-break:keep-all}.n{text-align:right;white-space:nowrap}td.hash{font:12px/1.5 ui-monospace,monospace;overflow-wrap:anywhere;min-width:18em}
        tbody th{font-weight:400;vertical-align:top;border-bottom:1px solid var(--line);word-break:normal}.w{white-space:nowrap}
        details{border-bottom:1px solid var(--line)}summary{cursor:pointer;padding:8px 0;font-weight:600}summary:focus-visible,.tokens i:focus-visible,a:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
        .tokens{position:relative;line-height:2.1;padding:2px 0 16px;word-break:break-all}
        .tokens i{font-style:normal;padding:2px 1px;background:var(--t0);white-space:pre-wrap;box-shadow:-1px 0 var(--soft)}.tokens i:nth-of-type(even){background:var(--t1)}
        .tokens b{color:var(--bad);font-size:.7em}
        .tokens i:hover::after,.tokens i:focus::after{content:attr(data-t);position:absolute;left:0;margin-top:1.9em;z-index:2;max-width:100%;background:var(--ink);color:var(--paper);font:12px/1.5 ui-monospace,monospace;padding:2px 8px;border-radius:3px;overflow-wrap:anywhere}
        .tokens i:hover,.tokens i:focus{background:var(--ink);color:var(--paper)}
        dl{display:grid;grid-template-columns:minmax(8em,1fr) 4fr;gap:6px 18px;margin:12px 0}dt{font-weight:700}dd{margin:0}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;word-break:normal;background:var(--tint);padding:12px 14px;border-radius:4px;font:13px/1.6 ui-monospace,monospace}
        footer{color:var(--soft);font-size:.875rem;padding-bottom:40px}
        @media screen and (max-width:640px){.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .stack tr{display:block;border-bottom:1px solid var(--line);padding:6px 0}.stack td,.stack tbody th,.stack td.n,.stack td.hash{display:flex;justify-content:space-between;gap:14px;border:0;padding:1px 0;text-align:right;white-space:normal;min-width:0;overflow-wrap:anywhere}
        .stack tbody th{font-weight:700}.stack td::before,.stack tbody th::before{content:attr(data-ko);color:var(--soft);font-weight:400;text-align:left;flex:none;max-width:60%}#l-en:checked~* .stack td::before,#l-en:checked~* .stack tbody th::before{content:attr(data-en)}}
        @media (max-width:640px){.wide{display:none}.narrow{display:block}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:10px}header,main,footer{width:calc(100% - 32px)}}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#f4f4f4;--accent:#1f4f86;--range:#dbe7f5;--bar:#5a8fd0;--good:#1b6e3c;--more:#0b666b;--bad:#a8201a;--open:#7a5200;--none:#444;--t0:#dbe7f5;--t1:#f7e6c4}
        @page{size:A4;margin:16mm}body{font-size:9.5pt;line-height:1.5}.switch,.skip{display:none}h1,blockquote h1{font-size:16pt;margin-top:10px}h2,blockquote h2{font-size:12pt}h3{margin:12px 0 2px}h4{margin:6px 0 0}.verdict{font-size:11pt;margin:10px 0}figure{margin:6px 0 12px}header,main,footer{width:100%}
        .wide{display:block}.narrow{display:none}.tokens{font-size:7pt;line-height:1.75;padding-bottom:4px}details:not([open]){display:none}p{orphans:3;widows:3}p.soft{break-after:avoid;break-inside:avoid}.multiples svg.chart{max-width:74mm}.multiples .note{font-size:7.5pt;line-height:1.4;margin:2px 0 8px}table{font-size:8pt}th,td{padding:3px 9px 3px 0}td.hash{min-width:42mm;font-size:6pt}.multiples{display:block;columns:2;column-gap:24px}.multiples>div{break-inside:avoid}figure:not(.multiples):not(#tokens),tr,.verdict,.basis,blockquote,h2,h3,dt,dd{break-inside:avoid}h2,h3,summary{break-after:avoid}
        .scroll{overflow:visible}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}section{margin:16px 0}}
        """
}
