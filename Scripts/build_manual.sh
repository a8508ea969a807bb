#!/usr/bin/env bash
# Write the manual pages, one a command, with swift-argument-parser's own generator.
#
# usage: Scripts/build_manual.sh GENERATOR JEOUL FOLDER
#
# Pages are named as `man jeoul verify` looks for them: jeoul-verify.1. What the generator leaves out is put in before and after it:
# the values and defaults of options, and the tables EXIT STATUS and ENVIRONMENT of the help as sections. It also leaves out every
# character that is not ASCII, so it is handed a name of each that is, which becomes roff's own way to write it. Pages are dated by the
# last line of history, where there is one, so that one source has the same pages on every day.
set -euo pipefail
generator=$(readlink -f "$1")
jeoul=$(readlink -f "$2")
mkdir -p "$3"
folder=$(cd "$3" && pwd)
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$jeoul" --experimental-dump-help > "$work/help.json"

# help.json → shown.json, which the generator reads, and a file of sections for each page.
mkdir "$work/sections" "$work/pages"
cat > "$work/before.pl" << 'PERL'
use strict;
use warnings;
use JSON::PP;
my ($work) = @ARGV;
local $/;
open my $in, '<', "$work/help.json" or die;
my $help = decode_json(<$in>);

# The rows of a table "TITLE:" at the end of a discussion, which it is taken from.
sub rows {
    my ($command, $title) = @_;
    my $text = $command->{discussion} // '';
    return unless $text =~ s/(?:\A|\n)\n*\Q$title\E:\n((?:  .*(?:\n|\z))+)//;
    my @rows;
    for (split /\n/, $1) {
        if (/^  (\S.*?)(?:  +(\S.*))?$/) { push @rows, [$1, $2 // ''] } else { s/^ +//; $rows[-1][1] .= ' ' . $_ }
    }
    $_->[1] =~ s/^ +// for @rows;
    if ($text =~ /\S/) { $command->{discussion} = $text } else { delete $command->{discussion} }
    return @rows;
}

sub section {
    my ($title, $macro, @rows) = @_;
    my $text = ".Sh \"$title\"\n.Bl -tag -width 6n\n";
    for (@rows) {
        my ($name, $meaning) = @$_;
        $meaning =~ s/^([.'])/\\&$1/;
        $text .= ".It $macro$name\n$meaning\n";
    }
    return "$text.El\n";
}

sub visit {
    my ($command, $page, @common) = @_;
    my @exit = rows($command, 'EXIT STATUS');
    my @environment = rows($command, 'ENVIRONMENT');
    # What every command may end with stands in the first page's table.
    @common = grep { $_->[0] eq '0' || $_->[0] eq '2' } @exit unless @common;
    my $sections = section('EXIT STATUS', '', @exit ? @exit : @common);
    $sections .= section('ENVIRONMENT', 'Ev ', @environment) if @environment;
    open my $out, '>:utf8', "$work/sections/$page" or die;
    print $out $sections;
    for my $argument (@{$command->{arguments} // []}) {
        my @notes;
        push @notes, 'values: ' . join(', ', @{$argument->{allValues}}) if @{$argument->{allValues} // []};
        push @notes, "default: $argument->{defaultValue}" if ($argument->{defaultValue} // '') ne '';
        $argument->{abstract} = join ' ', grep { defined } $argument->{abstract}, @notes ? '(' . join('; ', @notes) . ')' : undef;
        # The generator would leave an empty list in their place.
        delete $argument->{allValues};
    }
    visit($_, "$page-$_->{commandName}", @common) for @{$command->{subcommands} // []};
}
visit($help->{command}, $help->{command}{commandName});
my $json = JSON::PP->new->canonical->encode($help);
$json =~ s/([^\x00-\x7f])/sprintf('@u%04X@', ord $1)/ge;
open my $out, '>', "$work/shown.json" or die;
print $out $json;
PERL
perl "$work/before.pl" "$work"
printf '#!/bin/sh\ncat "%s"\n' "$work/shown.json" > "$work/jeoul"
chmod +x "$work/jeoul"
date=$(git log -1 --format=%cs 2> /dev/null || date +%F)
"$generator" "$work/jeoul" --multi-page --date "$date" --output-directory "$work/pages"

cat > "$work/after.pl" << 'PERL'
use strict;
use warnings;
my ($page, $sections) = @ARGV;
local $/;
open my $in, '<', $page or die;
my $text = <$in>;
my $more = '';
if (open my $file, '<:utf8', $sections) { $more = <$file> }
$more =~ s/([^\x00-\x7f])/sprintf('\[u%04X]', ord $1)/ge;
$text =~ s/^\.Sh "EXIT STATUS"\n\.Ex -std\n?/$more/m;
$text =~ s/\@u([0-9A-F]{4,6})\@/\\[u$1]/g;
$text =~ s/^(\.(?:Xr|Dt) )(\S+)/$1 . ($2 =~ tr|.|-|r)/gem;
print $text;
PERL
rm -f "$folder"/*.1
for page in "$work/pages"/*.1; do
    name=$(basename "$page" .1)
    name=${name//./-}
    perl "$work/after.pl" "$page" "$work/sections/$name" > "$folder/$name.1"
done
